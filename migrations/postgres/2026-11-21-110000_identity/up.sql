-- Who works here and who may log in.
CREATE TABLE org_units (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    symbol TEXT COLLATE "C" NOT NULL CONSTRAINT org_units_symbol_key UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    parent_id TEXT COLLATE "C" REFERENCES org_units (id),
    active BOOLEAN NOT NULL
);

CREATE TABLE employees (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    given_name TEXT COLLATE "C" NOT NULL,
    surname TEXT COLLATE "C" NOT NULL,
    search_key TEXT COLLATE "C" NOT NULL,
    position TEXT COLLATE "C" NOT NULL,
    unit_id TEXT COLLATE "C" NOT NULL REFERENCES org_units (id),
    active BOOLEAN NOT NULL
);
CREATE INDEX employees_name ON employees (search_key, id);
CREATE INDEX employees_unit ON employees (unit_id, search_key, id);

CREATE TABLE users (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    login TEXT COLLATE "C" NOT NULL CONSTRAINT users_login_key UNIQUE,
    employee_id TEXT COLLATE "C" REFERENCES employees (id),
    password_hash TEXT COLLATE "C" NOT NULL,
    must_change_password BOOLEAN NOT NULL,
    blocked BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL
);

-- A role is held from valid_from to before valid_to; a revocation ends it, and the row stays.
CREATE TABLE role_grants (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    role TEXT COLLATE "C" NOT NULL,
    unit_id TEXT COLLATE "C" REFERENCES org_units (id),
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL
);
CREATE INDEX role_grants_user ON role_grants (user_id, valid_from, id);

-- Exclusion of an employee from a case (art. 24 KPA).
CREATE TABLE case_exclusions (
    employee_id TEXT COLLATE "C" NOT NULL REFERENCES employees (id),
    case_id TEXT COLLATE "C" NOT NULL,
    grounds TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (employee_id, case_id)
);

CREATE TABLE sessions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX sessions_user ON sessions (user_id, id);

-- Refresh tokens rotate: each is used once. A second use revokes the session.
CREATE TABLE refresh_tokens (
    token_hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    session_id TEXT COLLATE "C" NOT NULL REFERENCES sessions (id),
    issued_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE idempotency_keys (
    client TEXT COLLATE "C" NOT NULL,
    operation TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    status INTEGER NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (client, operation, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- Running numbers: taken with UPDATE … RETURNING in the transaction that uses them.
CREATE TABLE counters (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
);

-- What kind of database this is: demo data never mixes with other data.
CREATE TABLE settings (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);
