-- Decisions. What a grant obliges the centre to pay lies in the columns from person_id to account_id.
-- Once content_hash is there the decision is signed, and what was signed never changes again.
CREATE TABLE decisions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    kind TEXT COLLATE "C" NOT NULL,
    benefit_code TEXT COLLATE "C" NOT NULL,
    calculation_id TEXT COLLATE "C" CONSTRAINT decisions_calculation_id_key UNIQUE REFERENCES calculations (id),
    content TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" REFERENCES persons (id),
    award_kind TEXT COLLATE "C",
    right_from DATE,
    right_to DATE,
    amount BIGINT,
    method TEXT COLLATE "C",
    account_id TEXT COLLATE "C" REFERENCES person_accounts (id),
    status TEXT COLLATE "C" NOT NULL,
    drafted_on DATE NOT NULL,
    drafted_by TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    prepared_by TEXT COLLATE "C" REFERENCES users (id),
    approved_by TEXT COLLATE "C" REFERENCES users (id),
    signed_by TEXT COLLATE "C" REFERENCES users (id),
    return_note TEXT COLLATE "C",
    content_hash TEXT COLLATE "C",
    dispatched_on DATE,
    delivery_way TEXT COLLATE "C",
    delivery_event_on DATE,
    delivered_on DATE,
    final_on DATE
);
CREATE INDEX decisions_case ON decisions (case_id, drafted_on, id);
CREATE FUNCTION signed_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'guard:signed_content';
    END IF;
    IF (
        NEW.id IS DISTINCT FROM OLD.id
        OR NEW.case_id IS DISTINCT FROM OLD.case_id
        OR NEW.kind IS DISTINCT FROM OLD.kind
        OR NEW.benefit_code IS DISTINCT FROM OLD.benefit_code
        OR NEW.calculation_id IS DISTINCT FROM OLD.calculation_id
        OR NEW.content IS DISTINCT FROM OLD.content
        OR NEW.person_id IS DISTINCT FROM OLD.person_id
        OR NEW.award_kind IS DISTINCT FROM OLD.award_kind
        OR NEW.right_from IS DISTINCT FROM OLD.right_from
        OR NEW.right_to IS DISTINCT FROM OLD.right_to
        OR NEW.amount IS DISTINCT FROM OLD.amount
        OR NEW.method IS DISTINCT FROM OLD.method
        OR NEW.account_id IS DISTINCT FROM OLD.account_id
        OR NEW.drafted_on IS DISTINCT FROM OLD.drafted_on
        OR NEW.drafted_by IS DISTINCT FROM OLD.drafted_by
        OR NEW.prepared_by IS DISTINCT FROM OLD.prepared_by
        OR NEW.approved_by IS DISTINCT FROM OLD.approved_by
        OR NEW.signed_by IS DISTINCT FROM OLD.signed_by
        OR NEW.content_hash IS DISTINCT FROM OLD.content_hash
    ) THEN
        RAISE EXCEPTION 'guard:signed_content';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_signed BEFORE UPDATE OR DELETE ON decisions
FOR EACH ROW WHEN (OLD.content_hash IS NOT NULL) EXECUTE FUNCTION signed_content();
