-- Persons: a root row with the current search columns, and dated facts that are only ever inserted.
-- A fact is true from valid_from to before valid_to and was known from recorded_at to before superseded_at;
-- an open end is 9999-12-31.
CREATE TABLE persons (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    pesel TEXT CONSTRAINT persons_pesel_key UNIQUE,
    birth_date DATE,
    death_date DATE,
    sex TEXT,
    citizenship TEXT,
    given_names TEXT NOT NULL,
    surname TEXT NOT NULL,
    search_key TEXT NOT NULL,
    unknown_identity BOOLEAN NOT NULL,
    merged_into TEXT REFERENCES persons (id),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX persons_name ON persons (search_key, id);
CREATE INDEX persons_birth ON persons (birth_date, search_key, id);

-- Which units have to do with a person: the reach of everything attached to the card.
CREATE TABLE person_units (
    person_id TEXT NOT NULL REFERENCES persons (id),
    unit_id TEXT NOT NULL REFERENCES org_units (id),
    PRIMARY KEY (person_id, unit_id)
);
CREATE INDEX person_units_unit ON person_units (unit_id, person_id);

CREATE TABLE person_names (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    given_names TEXT NOT NULL,
    surname TEXT NOT NULL,
    family_name TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL
);
CREATE INDEX person_names_person ON person_names (person_id, valid_from, id);

CREATE TABLE person_addresses (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    kind TEXT NOT NULL,
    street TEXT,
    house TEXT,
    flat TEXT,
    postal_code TEXT,
    locality TEXT NOT NULL,
    country TEXT NOT NULL,
    terc TEXT,
    simc TEXT,
    ulic TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL
);
CREATE INDEX person_addresses_person ON person_addresses (person_id, valid_from, id);

CREATE TABLE person_contacts (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    safe BOOLEAN NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL
);
CREATE INDEX person_contacts_person ON person_contacts (person_id, valid_from, id);

CREATE TABLE person_accounts (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    nrb TEXT NOT NULL,
    owner_name TEXT,
    own BOOLEAN NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL
);
CREATE INDEX person_accounts_person ON person_accounts (person_id, valid_from, id);

CREATE TABLE person_foreign_ids (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    country TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL
);
CREATE INDEX person_foreign_ids_person ON person_foreign_ids (person_id, valid_from, id);
CREATE INDEX person_foreign_ids_number ON person_foreign_ids (number, person_id);

-- From when to when a person does not exist for those outside the circle.
CREATE TABLE person_protections (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    grounds TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL
);
CREATE INDEX person_protections_person ON person_protections (person_id, valid_from, id);

CREATE TABLE households (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE household_units (
    household_id TEXT NOT NULL REFERENCES households (id),
    unit_id TEXT NOT NULL REFERENCES org_units (id),
    PRIMARY KEY (household_id, unit_id)
);

-- A membership keeps its membership_id through the rows that replace each other.
CREATE TABLE household_memberships (
    id TEXT NOT NULL PRIMARY KEY,
    membership_id TEXT NOT NULL,
    household_id TEXT NOT NULL REFERENCES households (id),
    person_id TEXT NOT NULL REFERENCES persons (id),
    role TEXT NOT NULL,
    wspolne_gospodarowanie BOOLEAN NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL
);
CREATE INDEX household_memberships_household ON household_memberships (household_id, valid_from, id);
CREATE INDEX household_memberships_person ON household_memberships (person_id, valid_from, id);

-- Evidence: its content never changes, its standing does (version, state); superseded_at ends it when it is voided.
CREATE TABLE evidence (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    person_id TEXT REFERENCES persons (id),
    household_id TEXT REFERENCES households (id),
    income_kind TEXT,
    amount BIGINT,
    tax BIGINT,
    costs_of_earning BIGINT,
    health_contribution BIGINT,
    social_contributions BIGINT,
    maintenance_paid BIGINT,
    code TEXT,
    note TEXT,
    source TEXT NOT NULL,
    document TEXT,
    state TEXT NOT NULL,
    state_reason TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL
);
CREATE INDEX evidence_person ON evidence (person_id, valid_from, id);
CREATE INDEX evidence_household ON evidence (household_id, valid_from, id);

-- The second net against a person in two households at once; the first is the lock on the person.
CREATE TRIGGER household_memberships_overlap BEFORE INSERT ON household_memberships
WHEN EXISTS (
    SELECT 1 FROM household_memberships AS other
    WHERE other.person_id = NEW.person_id AND other.superseded_at >= '9999-12-31'
        AND other.valid_from < NEW.valid_to AND NEW.valid_from < other.valid_to
)
BEGIN SELECT RAISE(ABORT, 'guard:membership_overlap'); END;
