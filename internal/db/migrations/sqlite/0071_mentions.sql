-- +goose Up
-- Members whom a post addresses by name. What stands behind each "@" is part of the
-- text, so that guests can be shown the text without it: post.mentions, one a line.
CREATE TABLE mention (
    post_id   BIGINT NOT NULL REFERENCES post (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    told      BOOLEAN NOT NULL, -- handed to those who notify
    PRIMARY KEY (post_id, person_id)
) WITHOUT ROWID;
CREATE INDEX mention_person ON mention (person_id);
ALTER TABLE post ADD COLUMN mentions TEXT NOT NULL DEFAULT '';

-- Questions that wait for a solution, the oldest first.
CREATE INDEX thread_open ON thread (created_at, id) WHERE state = 'open' AND NOT hidden;
