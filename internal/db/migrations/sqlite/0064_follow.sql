-- +goose Up

-- Package follow.

-- Who follows what, and how much of it they hear. Every level is a row, also
-- those that hear less than without one (none, muted).
CREATE TABLE follow (
    person_id    BIGINT NOT NULL REFERENCES person (id),
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('board', 'thread', 'service', 'inquiry', 'article', 'organisation', 'search')),
    subject_id   BIGINT NOT NULL,
    level        TEXT NOT NULL CHECK (level IN ('all', 'threads', 'official', 'none', 'muted')),
    at           BIGINT NOT NULL, -- when the level was chosen
    PRIMARY KEY (person_id, subject_kind, subject_id)
) WITHOUT ROWID;
CREATE INDEX follow_subject ON follow (subject_kind, subject_id, person_id, level, at);

-- Which acts make a member follow what they are about; without a row all do.
CREATE TABLE follow_setting (
    person_id  BIGINT NOT NULL PRIMARY KEY REFERENCES person (id),
    asking     BOOLEAN NOT NULL,
    replying   BOOLEAN NOT NULL,
    supporting BOOLEAN NOT NULL
) WITHOUT ROWID;
