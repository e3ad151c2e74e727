-- What reached the centre, the applications in it, and the cases they became.
CREATE TABLE intakes (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    channel TEXT NOT NULL,
    received_on DATE NOT NULL,
    posted_on DATE,
    source_system TEXT,
    external_id TEXT,
    applicant_id TEXT REFERENCES persons (id),
    household_id TEXT REFERENCES households (id),
    unit_id TEXT NOT NULL REFERENCES org_units (id),
    payload TEXT,
    state TEXT NOT NULL,
    rejected TEXT,
    forwarded_to TEXT,
    note TEXT,
    registered_at TIMESTAMP NOT NULL,
    CONSTRAINT intakes_source_system_external_id_key UNIQUE (source_system, external_id)
);
CREATE INDEX intakes_applicant ON intakes (applicant_id, id);

-- The mark of a case in parts; base is empty where the case belongs to no group.
CREATE TABLE cases (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    unit_symbol TEXT NOT NULL,
    class_symbol TEXT NOT NULL,
    base TEXT NOT NULL,
    number BIGINT NOT NULL,
    year INTEGER NOT NULL,
    kind TEXT NOT NULL,
    unit_id TEXT NOT NULL REFERENCES org_units (id),
    assignee_id TEXT REFERENCES employees (id),
    applicant_id TEXT REFERENCES persons (id),
    household_id TEXT REFERENCES households (id),
    opened_on DATE NOT NULL,
    urgency TEXT NOT NULL,
    classification TEXT NOT NULL,
    status TEXT NOT NULL,
    suspension_ground TEXT,
    suspended_since DATE,
    result TEXT,
    closed_on DATE,
    transferred_to TEXT,
    CONSTRAINT cases_unit_symbol_class_symbol_base_number_year_key UNIQUE (unit_symbol, class_symbol, base, number, year)
);
CREATE INDEX cases_opened ON cases (opened_on, id);
CREATE INDEX cases_unit ON cases (unit_id, opened_on, id);
CREATE INDEX cases_assignee ON cases (assignee_id, opened_on, id);
CREATE INDEX cases_household ON cases (household_id, id);

CREATE TABLE applications (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    intake_id TEXT NOT NULL REFERENCES intakes (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    benefit_code TEXT NOT NULL,
    applicant_id TEXT NOT NULL REFERENCES persons (id),
    household_id TEXT NOT NULL REFERENCES households (id),
    demand TEXT,
    requested_amount BIGINT,
    filed_on DATE NOT NULL,
    complete_on DATE,
    call_sent_on DATE,
    call_delivered_on DATE,
    call_days INTEGER,
    call_defects TEXT,
    withdrawn_on DATE,
    state TEXT NOT NULL
);
CREATE INDEX applications_case ON applications (case_id, id);
CREATE INDEX applications_intake ON applications (intake_id, id);

-- Circumstances of art. 7 u.p.s. that a case rests on.
CREATE TABLE case_circumstances (
    case_id TEXT NOT NULL REFERENCES cases (id),
    code TEXT NOT NULL,
    PRIMARY KEY (case_id, code)
);

-- Clocks repeat the unit and the worker of their case, so that a list of them within reach is one index range.
CREATE TABLE clocks (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    unit_id TEXT NOT NULL REFERENCES org_units (id),
    assignee_id TEXT REFERENCES employees (id),
    rule TEXT NOT NULL,
    triggered_on DATE NOT NULL,
    set_length INTEGER,
    due_on DATE NOT NULL,
    state TEXT NOT NULL,
    ended_on DATE
);
CREATE INDEX clocks_case ON clocks (case_id, id);
CREATE INDEX clocks_due ON clocks (due_on, id);
CREATE INDEX clocks_due_state ON clocks (state, due_on, id);
CREATE INDEX clocks_unit ON clocks (unit_id, due_on, id);
CREATE INDEX clocks_unit_state ON clocks (unit_id, state, due_on, id);
CREATE INDEX clocks_assignee ON clocks (assignee_id, due_on, id);
CREATE INDEX clocks_assignee_state ON clocks (assignee_id, state, due_on, id);

-- The intervals in which a clock stood still, in the order in which they began.
CREATE TABLE clock_stops (
    clock_id TEXT NOT NULL REFERENCES clocks (id),
    place INTEGER NOT NULL,
    reason TEXT NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE,
    PRIMARY KEY (clock_id, place)
);

CREATE TABLE interviews (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    conductor_id TEXT NOT NULL REFERENCES employees (id),
    planned_on DATE NOT NULL,
    place TEXT,
    visited_on DATE,
    findings TEXT,
    signed_on DATE,
    refusal TEXT,
    refused_on DATE
);
CREATE INDEX interviews_case ON interviews (case_id, planned_on, id);

CREATE TABLE interview_participants (
    interview_id TEXT NOT NULL REFERENCES interviews (id),
    place INTEGER NOT NULL,
    role TEXT NOT NULL,
    person_id TEXT REFERENCES persons (id),
    note TEXT,
    PRIMARY KEY (interview_id, place)
);
