-- What the law gave for the facts of a case; rows are only ever inserted.
CREATE TABLE calculations (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    benefit_code TEXT COLLATE "C" NOT NULL,
    application_on DATE NOT NULL,
    decision_on DATE NOT NULL,
    month DATE NOT NULL,
    inputs TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    amount BIGINT,
    range_min BIGINT,
    range_max BIGINT,
    statutory_minimum BIGINT,
    refusal_reason TEXT COLLATE "C",
    refusal_basis TEXT COLLATE "C",
    refusal_alternative TEXT COLLATE "C",
    chosen_amount BIGINT,
    choice_reason TEXT COLLATE "C",
    income TEXT COLLATE "C" NOT NULL,
    trace TEXT COLLATE "C" NOT NULL,
    parameters TEXT COLLATE "C" NOT NULL,
    rule_set TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX calculations_case ON calculations (case_id, id);
CREATE TRIGGER calculations_insert_only BEFORE UPDATE OR DELETE ON calculations FOR EACH ROW EXECUTE FUNCTION insert_only();
