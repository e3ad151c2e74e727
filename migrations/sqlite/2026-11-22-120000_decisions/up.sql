-- Decisions. What a grant obliges the centre to pay lies in the columns from person_id to account_id.
-- Once content_hash is there the decision is signed, and what was signed never changes again.
CREATE TABLE decisions (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    benefit_code TEXT NOT NULL,
    calculation_id TEXT CONSTRAINT decisions_calculation_id_key UNIQUE REFERENCES calculations (id),
    content TEXT NOT NULL,
    person_id TEXT REFERENCES persons (id),
    award_kind TEXT,
    right_from DATE,
    right_to DATE,
    amount BIGINT,
    method TEXT,
    account_id TEXT REFERENCES person_accounts (id),
    status TEXT NOT NULL,
    drafted_on DATE NOT NULL,
    drafted_by TEXT NOT NULL REFERENCES users (id),
    prepared_by TEXT REFERENCES users (id),
    approved_by TEXT REFERENCES users (id),
    signed_by TEXT REFERENCES users (id),
    return_note TEXT,
    content_hash TEXT,
    dispatched_on DATE,
    delivery_way TEXT,
    delivery_event_on DATE,
    delivered_on DATE,
    final_on DATE
);
CREATE INDEX decisions_case ON decisions (case_id, drafted_on, id);
CREATE TRIGGER decisions_signed_no_update BEFORE UPDATE ON decisions
WHEN OLD.content_hash IS NOT NULL AND (
    NEW.id IS NOT OLD.id
    OR NEW.case_id IS NOT OLD.case_id
    OR NEW.kind IS NOT OLD.kind
    OR NEW.benefit_code IS NOT OLD.benefit_code
    OR NEW.calculation_id IS NOT OLD.calculation_id
    OR NEW.content IS NOT OLD.content
    OR NEW.person_id IS NOT OLD.person_id
    OR NEW.award_kind IS NOT OLD.award_kind
    OR NEW.right_from IS NOT OLD.right_from
    OR NEW.right_to IS NOT OLD.right_to
    OR NEW.amount IS NOT OLD.amount
    OR NEW.method IS NOT OLD.method
    OR NEW.account_id IS NOT OLD.account_id
    OR NEW.drafted_on IS NOT OLD.drafted_on
    OR NEW.drafted_by IS NOT OLD.drafted_by
    OR NEW.prepared_by IS NOT OLD.prepared_by
    OR NEW.approved_by IS NOT OLD.approved_by
    OR NEW.signed_by IS NOT OLD.signed_by
    OR NEW.content_hash IS NOT OLD.content_hash
)
BEGIN SELECT RAISE(ABORT, 'guard:signed_content'); END;
CREATE TRIGGER decisions_signed_no_delete BEFORE DELETE ON decisions
WHEN OLD.content_hash IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'guard:signed_content'); END;
