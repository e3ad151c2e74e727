-- What signed decisions grant, month by month, and the lists it is paid by.
-- enforceable_on is the day from which the decision may be carried out; months are written YYYY-MM.
CREATE TABLE awards (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    decision_id TEXT COLLATE "C" NOT NULL CONSTRAINT awards_decision_id_key UNIQUE REFERENCES decisions (id),
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (id),
    benefit_code TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    right_from DATE NOT NULL,
    right_to DATE NOT NULL,
    amount BIGINT NOT NULL,
    method TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" REFERENCES person_accounts (id),
    enforceable_on DATE,
    state TEXT COLLATE "C" NOT NULL,
    ended_with TEXT COLLATE "C",
    scheduled_to TEXT COLLATE "C" NOT NULL
);
CREATE INDEX awards_case ON awards (case_id, right_from, id);
CREATE INDEX awards_person ON awards (person_id, benefit_code, right_from);
CREATE INDEX awards_running ON awards (right_to, scheduled_to);

-- paid says whether a live payment pays the line; triggers below keep it, so that a run looks at what is open only.
CREATE TABLE award_lines (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    award_id TEXT COLLATE "C" NOT NULL REFERENCES awards (id),
    month TEXT COLLATE "C" NOT NULL,
    amount BIGINT NOT NULL,
    paid BOOLEAN NOT NULL DEFAULT FALSE,
    CONSTRAINT award_lines_award_id_month_key UNIQUE (award_id, month)
);
CREATE INDEX award_lines_open ON award_lines (month, award_id) WHERE paid = FALSE;

-- payments and total are what is on the list; the control sums are what was checked.
CREATE TABLE payment_lists (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    number BIGINT NOT NULL,
    year INTEGER NOT NULL,
    month TEXT COLLATE "C" NOT NULL,
    method TEXT COLLATE "C" NOT NULL,
    benefit_code TEXT COLLATE "C",
    supplementary_to TEXT COLLATE "C" REFERENCES payment_lists (id),
    state TEXT COLLATE "C" NOT NULL,
    payments BIGINT NOT NULL,
    total BIGINT NOT NULL,
    drawn_up_by TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    drawn_up_on DATE NOT NULL,
    checked_on DATE,
    blockers BIGINT,
    warnings BIGINT,
    control_count BIGINT,
    control_total BIGINT,
    control_hash TEXT COLLATE "C",
    approved_by TEXT COLLATE "C" REFERENCES users (id),
    exported_by TEXT COLLATE "C" REFERENCES users (id),
    CONSTRAINT payment_lists_year_number_key UNIQUE (year, number)
);
CREATE INDEX payment_lists_drawn_up ON payment_lists (drawn_up_on, id);
CREATE INDEX payment_lists_state ON payment_lists (state, drawn_up_on, id);
CREATE INDEX payment_lists_month ON payment_lists (month, drawn_up_on, id);

-- A payment repeats person, benefit and month of its award line, so that a double month is one index range.
CREATE TABLE payments (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    list_id TEXT COLLATE "C" NOT NULL REFERENCES payment_lists (id),
    award_line_id TEXT COLLATE "C" NOT NULL REFERENCES award_lines (id),
    person_id TEXT COLLATE "C" NOT NULL,
    benefit_code TEXT COLLATE "C" NOT NULL,
    month TEXT COLLATE "C" NOT NULL,
    amount BIGINT NOT NULL,
    account TEXT COLLATE "C",
    payee TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL
);
CREATE INDEX payments_list ON payments (list_id, id);
CREATE INDEX payments_person ON payments (person_id, month);
-- Whatever goes wrong elsewhere, a line is paid once.
CREATE UNIQUE INDEX payments_award_line_id_key ON payments (award_line_id) WHERE state <> 'cancelled';

-- The second net against a benefit granted twice for a day; the first is the person's record, which a grant counts up.
CREATE FUNCTION award_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM awards AS other
        WHERE other.person_id = NEW.person_id AND other.benefit_code = NEW.benefit_code
            AND other.kind = 'monthly' AND other.state <> 'ended'
            AND other.right_from < NEW.right_to AND NEW.right_from < other.right_to
    ) THEN
        RAISE EXCEPTION 'guard:award_overlap';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER awards_overlap BEFORE INSERT ON awards
FOR EACH ROW WHEN (NEW.kind = 'monthly') EXECUTE FUNCTION award_overlap();

-- What a payment says stands still; only its state goes on, and never from its end.
CREATE FUNCTION payment_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'guard:payment_fixed';
END $$;
CREATE TRIGGER payments_fixed BEFORE UPDATE ON payments
FOR EACH ROW WHEN (
    OLD.state IN ('exported', 'cancelled') OR NEW.id IS DISTINCT FROM OLD.id
    OR NEW.list_id IS DISTINCT FROM OLD.list_id OR NEW.award_line_id IS DISTINCT FROM OLD.award_line_id
    OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.benefit_code IS DISTINCT FROM OLD.benefit_code
    OR NEW.month IS DISTINCT FROM OLD.month OR NEW.amount IS DISTINCT FROM OLD.amount
    OR NEW.account IS DISTINCT FROM OLD.account OR NEW.payee IS DISTINCT FROM OLD.payee
) EXECUTE FUNCTION payment_fixed();
CREATE TRIGGER payments_kept BEFORE DELETE ON payments
FOR EACH ROW EXECUTE FUNCTION payment_fixed();

-- A line is paid from the moment a payment is made for it until that is cancelled. One statement for all of a run.
CREATE FUNCTION payments_pay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE award_lines AS l SET paid = TRUE FROM made AS p WHERE l.id = p.award_line_id;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_pay AFTER INSERT ON payments REFERENCING NEW TABLE AS made
FOR EACH STATEMENT EXECUTE FUNCTION payments_pay();
CREATE FUNCTION payments_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE award_lines AS l SET paid = FALSE FROM changed AS p
    WHERE l.id = p.award_line_id AND p.state = 'cancelled';
    RETURN NULL;
END $$;
CREATE TRIGGER payments_free AFTER UPDATE ON payments REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION payments_free();
