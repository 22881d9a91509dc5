-- +goose Up

-- Package follow.

-- What a member ended in one act, so that exactly this can be brought back.
CREATE TABLE follow_ended (
    person_id    BIGINT NOT NULL REFERENCES person (id),
    batch        BIGINT NOT NULL, -- random; one for each act
    subject_kind TEXT NOT NULL,
    subject_id   BIGINT NOT NULL,
    level        TEXT NOT NULL,   -- as it was before
    at           BIGINT NOT NULL, -- as it was before
    ended_at     BIGINT NOT NULL,
    PRIMARY KEY (person_id, batch, subject_kind, subject_id)
) WITHOUT ROWID;
CREATE INDEX follow_ended_at ON follow_ended (ended_at);

CREATE TABLE saved_search (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id  BIGINT NOT NULL REFERENCES person (id),
    name       TEXT NOT NULL,
    query      TEXT NOT NULL,   -- as the address of the search page carries it
    created_at BIGINT NOT NULL,
    event_id   BIGINT NOT NULL, -- whoever follows it was told of everything up to this event
    UNIQUE (person_id, query)
);
CREATE INDEX saved_search_event ON saved_search (event_id, id);
