DROP TABLE access_people;
DROP TABLE access_entries;
DROP TABLE access_groups;
DROP TABLE journal_unsealed;
DROP TABLE journal_seals;
DROP TABLE journal_payloads;
DROP TABLE journal;
