-- The centre's own configuration: its profile, districts, file plan and catalogue of benefits.

-- One row at most, under an id that the program knows.
CREATE TABLE centre (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    city TEXT COLLATE "C" NOT NULL,
    authority TEXT COLLATE "C" NOT NULL,
    authorisation_number TEXT COLLATE "C" NOT NULL,
    authorisation_given_on DATE NOT NULL,
    appeal_body TEXT COLLATE "C" NOT NULL,
    payer_account TEXT COLLATE "C" NOT NULL,
    phone TEXT COLLATE "C",
    email TEXT COLLATE "C"
);

CREATE TABLE districts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    symbol TEXT COLLATE "C" NOT NULL CONSTRAINT districts_symbol_key UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    unit_id TEXT COLLATE "C" NOT NULL REFERENCES org_units (id),
    streets TEXT COLLATE "C" NOT NULL
);

CREATE TABLE file_plan_classes (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    symbol TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    category TEXT COLLATE "C" NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    CONSTRAINT file_plan_classes_symbol_valid_from_key UNIQUE (symbol, valid_from)
);

CREATE TABLE benefit_types (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    legal_basis TEXT COLLATE "C" NOT NULL,
    task_kind TEXT COLLATE "C" NOT NULL,
    funding TEXT COLLATE "C" NOT NULL,
    needs_decision BOOLEAN NOT NULL,
    needs_interview BOOLEAN NOT NULL,
    income_view TEXT COLLATE "C" NOT NULL,
    class_symbol TEXT COLLATE "C" NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL
);
CREATE INDEX benefit_types_code ON benefit_types (code, id);
