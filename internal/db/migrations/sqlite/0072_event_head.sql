-- +goose Up

-- The head of the log counts its events, so their ids come in the order of commits
-- and without gaps, whatever an engine does with ids of its own.
ALTER TABLE event_log ADD COLUMN head BIGINT NOT NULL DEFAULT 0; -- the newest event ever appended; 0: none
UPDATE event_log SET head = COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'event'), 0);
CREATE TABLE event_counted (
    id       INTEGER PRIMARY KEY, -- from event_log.head
    kind     TEXT NOT NULL,
    subject  BIGINT NOT NULL,
    actor_id BIGINT REFERENCES person (id),
    at       BIGINT NOT NULL,
    nonce    BIGINT NOT NULL
);
INSERT INTO event_counted (id, kind, subject, actor_id, at, nonce)
SELECT id, kind, subject, actor_id, at, nonce FROM event;
DROP TABLE event;
ALTER TABLE event_counted RENAME TO event;
CREATE INDEX event_actor ON event (actor_id) WHERE actor_id IS NOT NULL;

-- The newest place in the order of all posts is an id or one of these.
CREATE INDEX post_shown ON post (shown_id) WHERE shown_id IS NOT NULL;
