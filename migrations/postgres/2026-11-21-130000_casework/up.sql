-- What reached the centre, the applications in it, and the cases they became.
CREATE TABLE intakes (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    channel TEXT COLLATE "C" NOT NULL,
    received_on DATE NOT NULL,
    posted_on DATE,
    source_system TEXT COLLATE "C",
    external_id TEXT COLLATE "C",
    applicant_id TEXT COLLATE "C" REFERENCES persons (id),
    household_id TEXT COLLATE "C" REFERENCES households (id),
    unit_id TEXT COLLATE "C" NOT NULL REFERENCES org_units (id),
    payload TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    rejected TEXT COLLATE "C",
    forwarded_to TEXT COLLATE "C",
    note TEXT COLLATE "C",
    registered_at TIMESTAMP NOT NULL,
    CONSTRAINT intakes_source_system_external_id_key UNIQUE (source_system, external_id)
);
CREATE INDEX intakes_applicant ON intakes (applicant_id, id);

-- The mark of a case in parts; base is empty where the case belongs to no group.
CREATE TABLE cases (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    unit_symbol TEXT COLLATE "C" NOT NULL,
    class_symbol TEXT COLLATE "C" NOT NULL,
    base TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    year INTEGER NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    unit_id TEXT COLLATE "C" NOT NULL REFERENCES org_units (id),
    assignee_id TEXT COLLATE "C" REFERENCES employees (id),
    applicant_id TEXT COLLATE "C" REFERENCES persons (id),
    household_id TEXT COLLATE "C" REFERENCES households (id),
    opened_on DATE NOT NULL,
    urgency TEXT COLLATE "C" NOT NULL,
    classification TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    suspension_ground TEXT COLLATE "C",
    suspended_since DATE,
    result TEXT COLLATE "C",
    closed_on DATE,
    transferred_to TEXT COLLATE "C",
    CONSTRAINT cases_unit_symbol_class_symbol_base_number_year_key UNIQUE (unit_symbol, class_symbol, base, number, year)
);
CREATE INDEX cases_opened ON cases (opened_on, id);
CREATE INDEX cases_unit ON cases (unit_id, opened_on, id);
CREATE INDEX cases_assignee ON cases (assignee_id, opened_on, id);
CREATE INDEX cases_household ON cases (household_id, id);

CREATE TABLE applications (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    intake_id TEXT COLLATE "C" NOT NULL REFERENCES intakes (id),
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    benefit_code TEXT COLLATE "C" NOT NULL,
    applicant_id TEXT COLLATE "C" NOT NULL REFERENCES persons (id),
    household_id TEXT COLLATE "C" NOT NULL REFERENCES households (id),
    demand TEXT COLLATE "C",
    requested_amount BIGINT,
    filed_on DATE NOT NULL,
    complete_on DATE,
    call_sent_on DATE,
    call_delivered_on DATE,
    call_days INTEGER,
    call_defects TEXT COLLATE "C",
    withdrawn_on DATE,
    state TEXT COLLATE "C" NOT NULL
);
CREATE INDEX applications_case ON applications (case_id, id);
CREATE INDEX applications_intake ON applications (intake_id, id);

-- Circumstances of art. 7 u.p.s. that a case rests on.
CREATE TABLE case_circumstances (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    code TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (case_id, code)
);

-- Clocks repeat the unit and the worker of their case, so that a list of them within reach is one index range.
CREATE TABLE clocks (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    unit_id TEXT COLLATE "C" NOT NULL REFERENCES org_units (id),
    assignee_id TEXT COLLATE "C" REFERENCES employees (id),
    rule TEXT COLLATE "C" NOT NULL,
    triggered_on DATE NOT NULL,
    set_length INTEGER,
    due_on DATE NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
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
    clock_id TEXT COLLATE "C" NOT NULL REFERENCES clocks (id),
    place INTEGER NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE,
    PRIMARY KEY (clock_id, place)
);

CREATE TABLE interviews (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    kind TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    conductor_id TEXT COLLATE "C" NOT NULL REFERENCES employees (id),
    planned_on DATE NOT NULL,
    place TEXT COLLATE "C",
    visited_on DATE,
    findings TEXT COLLATE "C",
    signed_on DATE,
    refusal TEXT COLLATE "C",
    refused_on DATE
);
CREATE INDEX interviews_case ON interviews (case_id, planned_on, id);

CREATE TABLE interview_participants (
    interview_id TEXT COLLATE "C" NOT NULL REFERENCES interviews (id),
    place INTEGER NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" REFERENCES persons (id),
    note TEXT COLLATE "C",
    PRIMARY KEY (interview_id, place)
);
