-- +goose Up

-- Package outbox: mails that are to leave, or left. Ids only: the address, the
-- text and its links are made when the mail is built, and kept nowhere.
CREATE TABLE outbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id   BIGINT NOT NULL REFERENCES person (id), -- the recipient
    kind        TEXT NOT NULL,
    subject_id  BIGINT NOT NULL, -- what the mail is about; the kind says of which table
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dropped', 'failed', 'unclear')),
    attempts    INTEGER NOT NULL,
    doubts      INTEGER NOT NULL, -- times it was handed over without knowing what became of it
    next_at     BIGINT NOT NULL,
    lease_until BIGINT,           -- somebody is sending it until then
    message_id  TEXT NOT NULL,    -- random; the same in every attempt
    created_at  BIGINT NOT NULL,
    sent_at     BIGINT,
    error       TEXT NOT NULL,    -- in our own words and the server's numbers
    UNIQUE (person_id, kind, subject_id)
);
CREATE INDEX outbox_due ON outbox (state, next_at);

-- Package account: who asked for a link to choose a new password. The key is a
-- hash of the address typed in, so that unknown addresses are counted alike.
CREATE TABLE reset_request (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    key       TEXT NOT NULL,
    person_id BIGINT REFERENCES person (id), -- NULL: nobody gets a link by it (any more)
    at        BIGINT NOT NULL
);
CREATE INDEX reset_request_key ON reset_request (key, at);
CREATE INDEX reset_request_person ON reset_request (person_id);

-- What a link is for, and the request that it answers.
ALTER TABLE one_time_link ADD COLUMN purpose TEXT NOT NULL DEFAULT 'choose';
ALTER TABLE one_time_link ADD COLUMN request_id BIGINT;
