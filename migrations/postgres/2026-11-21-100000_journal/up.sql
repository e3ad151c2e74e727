-- The journal: rows are only ever inserted. What changed lies in journal_payloads, where a lawful destruction,
-- itself a journal row named in destroyed_by, may delete.
CREATE TABLE journal (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    actor TEXT COLLATE "C" NOT NULL,
    on_behalf_of TEXT COLLATE "C",
    event TEXT COLLATE "C" NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id TEXT COLLATE "C" NOT NULL,
    subject_version BIGINT NOT NULL,
    reason TEXT COLLATE "C",
    request_id TEXT COLLATE "C" NOT NULL,
    at TIMESTAMP NOT NULL,
    payload_digest TEXT COLLATE "C" NOT NULL
);
CREATE INDEX journal_subject ON journal (subject_kind, subject_id, id);
-- Asked for every payload that is missing or about to be deleted.
CREATE INDEX journal_destroyed ON journal (subject_id) WHERE event = 'payload.destroyed';

CREATE TABLE journal_payloads (
    journal_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES journal (id),
    salt TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL
);

CREATE TABLE journal_seals (
    seq BIGINT NOT NULL PRIMARY KEY,
    journal_id TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES journal (id),
    prev_hash TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL
);

CREATE TABLE journal_unsealed (
    journal_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES journal (id)
);

-- The access log: one entry for an answer, one row for each person in it, one group for what was written together.
CREATE TABLE access_groups (
    seq BIGINT NOT NULL PRIMARY KEY,
    entries BIGINT NOT NULL,
    prev_hash TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL
);

CREATE TABLE access_entries (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL REFERENCES access_groups (seq),
    actor TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    request_id TEXT COLLATE "C" NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX access_entries_seq ON access_entries (seq, id);

-- No foreign key: checked for every person of every answer it would cost more than the rest of the log. Both rows are
-- written in one transaction by one function, and `mops audit verify` finds a row without its entry.
CREATE TABLE access_people (
    entry_id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (person_id, entry_id)
);
CREATE INDEX access_people_entry ON access_people (entry_id);

CREATE FUNCTION insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'guard:insert_only';
END $$;

CREATE FUNCTION payload_destruction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM journal WHERE event = 'payload.destroyed' AND subject_id = OLD.journal_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'guard:insert_only';
END $$;

CREATE TRIGGER journal_insert_only BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER journal_seals_insert_only BEFORE UPDATE OR DELETE ON journal_seals FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER access_groups_insert_only BEFORE UPDATE OR DELETE ON access_groups FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER access_entries_insert_only BEFORE UPDATE OR DELETE ON access_entries FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER access_people_insert_only BEFORE UPDATE OR DELETE ON access_people FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER journal_payloads_no_update BEFORE UPDATE ON journal_payloads FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER journal_payloads_no_delete BEFORE DELETE ON journal_payloads FOR EACH ROW EXECUTE FUNCTION payload_destruction();
