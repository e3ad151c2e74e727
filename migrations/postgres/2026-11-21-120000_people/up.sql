-- Persons: a root row with the current search columns, and dated facts that are only ever inserted.
-- A fact is true from valid_from to before valid_to and was known from recorded_at to before superseded_at;
-- an open end is 9999-12-31.
CREATE TABLE persons (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    pesel TEXT COLLATE "C" CONSTRAINT persons_pesel_key UNIQUE,
    birth_date DATE,
    death_date DATE,
    sex TEXT COLLATE "C",
    citizenship TEXT COLLATE "C",
    given_names TEXT COLLATE "C" NOT NULL,
    surname TEXT COLLATE "C" NOT NULL,
    search_key TEXT COLLATE "C" NOT NULL,
    unknown_identity BOOLEAN NOT NULL,
    merged_into TEXT COLLATE "C" REFERENCES persons (id),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX persons_name ON persons (search_key, id);
CREATE INDEX persons_birth ON persons (birth_date, search_key, id);

-- Which units have to do with a person: the reach of everything attached to the card.
CREATE TABLE person_units (
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (id),
    unit_id TEXT COLLATE "C" NOT NULL REFERENCES org_units (id),
    PRIMARY KEY (person_id, unit_id)
);
CREATE INDEX person_units_unit ON person_units (unit_id, person_id);

CREATE TABLE person_names (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (id),
    given_names TEXT COLLATE "C" NOT NULL,
    surname TEXT COLLATE "C" NOT NULL,
    family_name TEXT COLLATE "C",
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL
);
CREATE INDEX person_names_person ON person_names (person_id, valid_from, id);

CREATE TABLE person_addresses (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (id),
    kind TEXT COLLATE "C" NOT NULL,
    street TEXT COLLATE "C",
    house TEXT COLLATE "C",
    flat TEXT COLLATE "C",
    postal_code TEXT COLLATE "C",
    locality TEXT COLLATE "C" NOT NULL,
    country TEXT COLLATE "C" NOT NULL,
    terc TEXT COLLATE "C",
    simc TEXT COLLATE "C",
    ulic TEXT COLLATE "C",
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL
);
CREATE INDEX person_addresses_person ON person_addresses (person_id, valid_from, id);

CREATE TABLE person_contacts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (id),
    kind TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    safe BOOLEAN NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL
);
CREATE INDEX person_contacts_person ON person_contacts (person_id, valid_from, id);

CREATE TABLE person_accounts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (id),
    nrb TEXT COLLATE "C" NOT NULL,
    owner_name TEXT COLLATE "C",
    own BOOLEAN NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL
);
CREATE INDEX person_accounts_person ON person_accounts (person_id, valid_from, id);

CREATE TABLE person_foreign_ids (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (id),
    kind TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    country TEXT COLLATE "C" NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL
);
CREATE INDEX person_foreign_ids_person ON person_foreign_ids (person_id, valid_from, id);
CREATE INDEX person_foreign_ids_number ON person_foreign_ids (number, person_id);

-- From when to when a person does not exist for those outside the circle.
CREATE TABLE person_protections (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (id),
    grounds TEXT COLLATE "C" NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL
);
CREATE INDEX person_protections_person ON person_protections (person_id, valid_from, id);

CREATE TABLE households (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE household_units (
    household_id TEXT COLLATE "C" NOT NULL REFERENCES households (id),
    unit_id TEXT COLLATE "C" NOT NULL REFERENCES org_units (id),
    PRIMARY KEY (household_id, unit_id)
);

-- A membership keeps its membership_id through the rows that replace each other.
CREATE TABLE household_memberships (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    membership_id TEXT COLLATE "C" NOT NULL,
    household_id TEXT COLLATE "C" NOT NULL REFERENCES households (id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (id),
    role TEXT COLLATE "C" NOT NULL,
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
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" REFERENCES persons (id),
    household_id TEXT COLLATE "C" REFERENCES households (id),
    income_kind TEXT COLLATE "C",
    amount BIGINT,
    tax BIGINT,
    costs_of_earning BIGINT,
    health_contribution BIGINT,
    social_contributions BIGINT,
    maintenance_paid BIGINT,
    code TEXT COLLATE "C",
    note TEXT COLLATE "C",
    source TEXT COLLATE "C" NOT NULL,
    document TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    state_reason TEXT COLLATE "C",
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL
);
CREATE INDEX evidence_person ON evidence (person_id, valid_from, id);
CREATE INDEX evidence_household ON evidence (household_id, valid_from, id);

-- The second net against a person in two households at once; the first is the lock on the person.
CREATE FUNCTION membership_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM household_memberships AS other
        WHERE other.person_id = NEW.person_id AND other.superseded_at >= '9999-12-31'
            AND other.valid_from < NEW.valid_to AND NEW.valid_from < other.valid_to
    ) THEN
        RAISE EXCEPTION 'guard:membership_overlap';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER household_memberships_overlap BEFORE INSERT ON household_memberships
FOR EACH ROW EXECUTE FUNCTION membership_overlap();
