-- The journal: rows are only ever inserted. What changed lies in journal_payloads, where a lawful destruction,
-- itself a journal row named in destroyed_by, may delete.
CREATE TABLE journal (
    id TEXT NOT NULL PRIMARY KEY,
    actor TEXT NOT NULL,
    on_behalf_of TEXT,
    event TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    subject_version BIGINT NOT NULL,
    reason TEXT,
    request_id TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    payload_digest TEXT NOT NULL
);
CREATE INDEX journal_subject ON journal (subject_kind, subject_id, id);
-- Asked for every payload that is missing or about to be deleted.
CREATE INDEX journal_destroyed ON journal (subject_id) WHERE event = 'payload.destroyed';

CREATE TABLE journal_payloads (
    journal_id TEXT NOT NULL PRIMARY KEY REFERENCES journal (id),
    salt TEXT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE journal_seals (
    seq BIGINT NOT NULL PRIMARY KEY,
    journal_id TEXT NOT NULL UNIQUE REFERENCES journal (id),
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);

CREATE TABLE journal_unsealed (
    journal_id TEXT NOT NULL PRIMARY KEY REFERENCES journal (id)
);

-- The access log: one entry for an answer, one row for each person in it, one group for what was written together.
CREATE TABLE access_groups (
    seq BIGINT NOT NULL PRIMARY KEY,
    entries BIGINT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);

CREATE TABLE access_entries (
    id TEXT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL REFERENCES access_groups (seq),
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    reason TEXT,
    request_id TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX access_entries_seq ON access_entries (seq, id);

-- No foreign key: checked for every person of every answer it would cost more than the rest of the log. Both rows are
-- written in one transaction by one function, and `mops audit verify` finds a row without its entry.
CREATE TABLE access_people (
    entry_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (person_id, entry_id)
) WITHOUT ROWID;
CREATE INDEX access_people_entry ON access_people (entry_id);

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'guard:insert_only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'guard:insert_only'); END;
CREATE TRIGGER journal_seals_no_update BEFORE UPDATE ON journal_seals BEGIN SELECT RAISE(ABORT, 'guard:insert_only'); END;
CREATE TRIGGER journal_seals_no_delete BEFORE DELETE ON journal_seals BEGIN SELECT RAISE(ABORT, 'guard:insert_only'); END;
CREATE TRIGGER journal_payloads_no_update BEFORE UPDATE ON journal_payloads BEGIN SELECT RAISE(ABORT, 'guard:insert_only'); END;
CREATE TRIGGER journal_payloads_no_delete BEFORE DELETE ON journal_payloads
WHEN NOT EXISTS (SELECT 1 FROM journal WHERE event = 'payload.destroyed' AND subject_id = OLD.journal_id)
BEGIN SELECT RAISE(ABORT, 'guard:insert_only'); END;
CREATE TRIGGER access_groups_no_update BEFORE UPDATE ON access_groups BEGIN SELECT RAISE(ABORT, 'guard:insert_only'); END;
CREATE TRIGGER access_groups_no_delete BEFORE DELETE ON access_groups BEGIN SELECT RAISE(ABORT, 'guard:insert_only'); END;
CREATE TRIGGER access_entries_no_update BEFORE UPDATE ON access_entries BEGIN SELECT RAISE(ABORT, 'guard:insert_only'); END;
CREATE TRIGGER access_entries_no_delete BEFORE DELETE ON access_entries BEGIN SELECT RAISE(ABORT, 'guard:insert_only'); END;
CREATE TRIGGER access_people_no_update BEFORE UPDATE ON access_people BEGIN SELECT RAISE(ABORT, 'guard:insert_only'); END;
CREATE TRIGGER access_people_no_delete BEFORE DELETE ON access_people BEGIN SELECT RAISE(ABORT, 'guard:insert_only'); END;
