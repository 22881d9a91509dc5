-- +goose Up

-- Which log this is: every database has a random id of its own, and every event
-- a random number, so that a copy that went another way is told from this one.
CREATE TABLE event_log (id TEXT NOT NULL PRIMARY KEY);
INSERT INTO event_log (id) VALUES (lower(hex(randomblob(16))));
ALTER TABLE event ADD COLUMN nonce BIGINT NOT NULL DEFAULT 0;

-- Events that a consumer worked off and that the database has no more.
CREATE TABLE event_loss (
    consumer TEXT NOT NULL PRIMARY KEY,
    event_id BIGINT NOT NULL, -- the last one that the consumer knew
    head     BIGINT NOT NULL, -- the last one that the database had then
    found_at BIGINT NOT NULL
);
