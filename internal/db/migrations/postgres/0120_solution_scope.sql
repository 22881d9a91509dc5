-- +goose Up
-- Package forum: for which Länder and size classes a solution holds, '' for all. Keys of the
-- catalogue, separated by commas.
ALTER TABLE post ADD COLUMN solution_states TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN solution_sizes TEXT COLLATE "C" NOT NULL DEFAULT '';

-- Who answered in a thread is read from this index alone, without any text.
CREATE INDEX post_answers ON post (thread_id, organisation_id, alias_id, position) WHERE state = 'visible' AND position <> 1;
