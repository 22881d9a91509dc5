-- +goose Up

-- Package privacy: consultations may name somebody who left as well.
CREATE TABLE left_mention_of_consultations (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL CHECK (kind IN ('post', 'article', 'inquiry', 'profile', 'document', 'consultation')),
    subject_id BIGINT NOT NULL,
    board_id   BIGINT REFERENCES board (id), -- NULL: a profile
    found_at   BIGINT NOT NULL,
    UNIQUE (kind, subject_id)
);
INSERT INTO left_mention_of_consultations (id, kind, subject_id, board_id, found_at)
SELECT id, kind, subject_id, board_id, found_at
FROM left_mention;
DELETE FROM sqlite_sequence WHERE name = 'left_mention_of_consultations';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'left_mention_of_consultations', seq FROM sqlite_sequence WHERE name = 'left_mention';
DROP TABLE left_mention;
ALTER TABLE left_mention_of_consultations RENAME TO left_mention;
CREATE INDEX left_mention_board ON left_mention (board_id, id);
