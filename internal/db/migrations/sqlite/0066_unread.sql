-- +goose Up

-- Posts come in the order of their ids. A question that waited for approval comes
-- when it is published: shown_id is an id of that moment, which no other post has.
ALTER TABLE post ADD COLUMN shown_id BIGINT; -- NULL: its own id

-- The newest visible post of a thread; NULL: none is visible.
ALTER TABLE thread ADD COLUMN newest_id BIGINT;        -- its place in the order of all posts
ALTER TABLE thread ADD COLUMN newest_position INTEGER; -- its place in the thread
ALTER TABLE thread ADD COLUMN newest_author_id BIGINT REFERENCES person (id); -- who wrote it, also semi-anonymously
UPDATE thread
SET (newest_id, newest_position, newest_author_id) = (
    SELECT e.id, e.position, COALESCE(e.asker_id, e.author_id)
    FROM post e
    WHERE e.thread_id = thread.id AND e.state = 'visible'
    ORDER BY e.position DESC
    LIMIT 1);
CREATE INDEX thread_newest ON thread (board_id, newest_id, newest_position, newest_author_id, hidden) WHERE NOT hidden;

-- Up to which post a person has read everything on a board. Board 0 holds for all
-- boards that have no row of their own.
CREATE TABLE read_baseline (
    person_id BIGINT NOT NULL REFERENCES person (id),
    board_id  BIGINT NOT NULL,
    post_id   BIGINT NOT NULL,
    PRIMARY KEY (person_id, board_id)
) WITHOUT ROWID;
CREATE INDEX read_baseline_board ON read_baseline (board_id);
INSERT INTO read_baseline (person_id, board_id, post_id)
SELECT id, 0, (SELECT COALESCE(MAX(id), 0) FROM post)
FROM person
WHERE erased_at IS NULL;

-- Up to which position a person has read a thread beyond the baseline.
CREATE TABLE read_mark (
    person_id BIGINT NOT NULL REFERENCES person (id),
    thread_id BIGINT NOT NULL REFERENCES thread (id),
    position  INTEGER NOT NULL,
    exception BOOLEAN NOT NULL, -- what follows is unread even below the baseline
    reset_at  BIGINT,           -- when the person last marked posts as unread again; NULL: never
    PRIMARY KEY (person_id, thread_id)
) WITHOUT ROWID;
CREATE INDEX read_mark_exception ON read_mark (person_id, exception, thread_id, position) WHERE exception;
CREATE INDEX read_mark_thread ON read_mark (thread_id);

-- When a person was last here, and when before that visit.
ALTER TABLE person ADD COLUMN seen_at BIGINT;
ALTER TABLE person ADD COLUMN seen_before BIGINT;
