-- The centre's own configuration: its profile, districts, file plan and catalogue of benefits.

-- One row at most, under an id that the program knows.
CREATE TABLE centre (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    city TEXT NOT NULL,
    authority TEXT NOT NULL,
    authorisation_number TEXT NOT NULL,
    authorisation_given_on DATE NOT NULL,
    appeal_body TEXT NOT NULL,
    payer_account TEXT NOT NULL,
    phone TEXT,
    email TEXT
);

CREATE TABLE districts (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    symbol TEXT NOT NULL CONSTRAINT districts_symbol_key UNIQUE,
    name TEXT NOT NULL,
    unit_id TEXT NOT NULL REFERENCES org_units (id),
    streets TEXT NOT NULL
);

CREATE TABLE file_plan_classes (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    symbol TEXT NOT NULL,
    title TEXT NOT NULL,
    category TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    CONSTRAINT file_plan_classes_symbol_valid_from_key UNIQUE (symbol, valid_from)
);

CREATE TABLE benefit_types (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    code TEXT NOT NULL,
    label TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    task_kind TEXT NOT NULL,
    funding TEXT NOT NULL,
    needs_decision BOOLEAN NOT NULL,
    needs_interview BOOLEAN NOT NULL,
    income_view TEXT NOT NULL,
    class_symbol TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL
);
CREATE INDEX benefit_types_code ON benefit_types (code, id);
