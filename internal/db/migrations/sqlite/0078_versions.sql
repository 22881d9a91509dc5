-- +goose Up

-- Package forum: counts every change of what stands on a board, so that what was worked
-- out of it is known to be current.
ALTER TABLE board_figures ADD COLUMN version BIGINT NOT NULL DEFAULT 0;

-- Package readmark: the same for what a person has read on the board.
ALTER TABLE read_baseline ADD COLUMN version BIGINT NOT NULL DEFAULT 0;

-- What is withheld in a thread is counted, not what is read: there is little of it.
CREATE INDEX post_withheld ON post (thread_id, position, state) WHERE state <> 'visible';

CREATE INDEX follow_muted ON follow (person_id, subject_kind, level, subject_id, at) WHERE level = 'muted';
