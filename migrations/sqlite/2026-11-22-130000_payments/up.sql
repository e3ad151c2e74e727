-- What signed decisions grant, month by month, and the lists it is paid by.
-- enforceable_on is the day from which the decision may be carried out; months are written YYYY-MM.
CREATE TABLE awards (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    decision_id TEXT NOT NULL CONSTRAINT awards_decision_id_key UNIQUE REFERENCES decisions (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    person_id TEXT NOT NULL REFERENCES persons (id),
    benefit_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    right_from DATE NOT NULL,
    right_to DATE NOT NULL,
    amount BIGINT NOT NULL,
    method TEXT NOT NULL,
    account_id TEXT REFERENCES person_accounts (id),
    enforceable_on DATE,
    state TEXT NOT NULL,
    ended_with TEXT,
    scheduled_to TEXT NOT NULL
);
CREATE INDEX awards_case ON awards (case_id, right_from, id);
CREATE INDEX awards_person ON awards (person_id, benefit_code, right_from);
CREATE INDEX awards_running ON awards (right_to, scheduled_to);

-- paid says whether a live payment pays the line; triggers below keep it, so that a run looks at what is open only.
CREATE TABLE award_lines (
    id TEXT NOT NULL PRIMARY KEY,
    award_id TEXT NOT NULL REFERENCES awards (id),
    month TEXT NOT NULL,
    amount BIGINT NOT NULL,
    paid BOOLEAN NOT NULL DEFAULT FALSE,
    CONSTRAINT award_lines_award_id_month_key UNIQUE (award_id, month)
);
CREATE INDEX award_lines_open ON award_lines (month, award_id) WHERE paid = FALSE;

-- payments and total are what is on the list; the control sums are what was checked.
CREATE TABLE payment_lists (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    number BIGINT NOT NULL,
    year INTEGER NOT NULL,
    month TEXT NOT NULL,
    method TEXT NOT NULL,
    benefit_code TEXT,
    supplementary_to TEXT REFERENCES payment_lists (id),
    state TEXT NOT NULL,
    payments BIGINT NOT NULL,
    total BIGINT NOT NULL,
    drawn_up_by TEXT NOT NULL REFERENCES users (id),
    drawn_up_on DATE NOT NULL,
    checked_on DATE,
    blockers BIGINT,
    warnings BIGINT,
    control_count BIGINT,
    control_total BIGINT,
    control_hash TEXT,
    approved_by TEXT REFERENCES users (id),
    exported_by TEXT REFERENCES users (id),
    CONSTRAINT payment_lists_year_number_key UNIQUE (year, number)
);
CREATE INDEX payment_lists_drawn_up ON payment_lists (drawn_up_on, id);
CREATE INDEX payment_lists_state ON payment_lists (state, drawn_up_on, id);
CREATE INDEX payment_lists_month ON payment_lists (month, drawn_up_on, id);

-- A payment repeats person, benefit and month of its award line, so that a double month is one index range.
CREATE TABLE payments (
    id TEXT NOT NULL PRIMARY KEY,
    list_id TEXT NOT NULL REFERENCES payment_lists (id),
    award_line_id TEXT NOT NULL REFERENCES award_lines (id),
    person_id TEXT NOT NULL,
    benefit_code TEXT NOT NULL,
    month TEXT NOT NULL,
    amount BIGINT NOT NULL,
    account TEXT,
    payee TEXT NOT NULL,
    state TEXT NOT NULL
);
CREATE INDEX payments_list ON payments (list_id, id);
CREATE INDEX payments_person ON payments (person_id, month);
-- Whatever goes wrong elsewhere, a line is paid once.
CREATE UNIQUE INDEX payments_award_line_id_key ON payments (award_line_id) WHERE state <> 'cancelled';

-- The second net against a benefit granted twice for a day; the first is the person's record, which a grant counts up.
CREATE TRIGGER awards_overlap BEFORE INSERT ON awards
WHEN NEW.kind = 'monthly' AND EXISTS (
    SELECT 1 FROM awards AS other
    WHERE other.person_id = NEW.person_id AND other.benefit_code = NEW.benefit_code
        AND other.kind = 'monthly' AND other.state <> 'ended'
        AND other.right_from < NEW.right_to AND NEW.right_from < other.right_to
)
BEGIN SELECT RAISE(ABORT, 'guard:award_overlap'); END;

-- What a payment says stands still; only its state goes on, and never from its end.
CREATE TRIGGER payments_fixed BEFORE UPDATE ON payments
WHEN OLD.state IN ('exported', 'cancelled') OR NEW.id IS NOT OLD.id OR NEW.list_id IS NOT OLD.list_id
    OR NEW.award_line_id IS NOT OLD.award_line_id OR NEW.person_id IS NOT OLD.person_id
    OR NEW.benefit_code IS NOT OLD.benefit_code OR NEW.month IS NOT OLD.month OR NEW.amount IS NOT OLD.amount
    OR NEW.account IS NOT OLD.account OR NEW.payee IS NOT OLD.payee
BEGIN SELECT RAISE(ABORT, 'guard:payment_fixed'); END;
CREATE TRIGGER payments_kept BEFORE DELETE ON payments
BEGIN SELECT RAISE(ABORT, 'guard:payment_fixed'); END;

-- A line is paid from the moment a payment is made for it until that is cancelled.
CREATE TRIGGER payments_pay AFTER INSERT ON payments
BEGIN UPDATE award_lines SET paid = TRUE WHERE id = NEW.award_line_id; END;
CREATE TRIGGER payments_free AFTER UPDATE OF state ON payments
WHEN NEW.state = 'cancelled'
BEGIN UPDATE award_lines SET paid = FALSE WHERE id = NEW.award_line_id; END;
