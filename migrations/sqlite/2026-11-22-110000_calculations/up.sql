-- What the law gave for the facts of a case; rows are only ever inserted.
CREATE TABLE calculations (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    benefit_code TEXT NOT NULL,
    application_on DATE NOT NULL,
    decision_on DATE NOT NULL,
    month DATE NOT NULL,
    inputs TEXT NOT NULL,
    outcome TEXT NOT NULL,
    amount BIGINT,
    range_min BIGINT,
    range_max BIGINT,
    statutory_minimum BIGINT,
    refusal_reason TEXT,
    refusal_basis TEXT,
    refusal_alternative TEXT,
    chosen_amount BIGINT,
    choice_reason TEXT,
    income TEXT NOT NULL,
    trace TEXT NOT NULL,
    parameters TEXT NOT NULL,
    rule_set TEXT NOT NULL,
    hash TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX calculations_case ON calculations (case_id, id);
CREATE TRIGGER calculations_no_update BEFORE UPDATE ON calculations BEGIN SELECT RAISE(ABORT, 'guard:insert_only'); END;
CREATE TRIGGER calculations_no_delete BEFORE DELETE ON calculations BEGIN SELECT RAISE(ABORT, 'guard:insert_only'); END;
