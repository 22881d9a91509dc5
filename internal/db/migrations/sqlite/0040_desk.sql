-- +goose Up
-- The desk's queue and its counts read the whole of what is open: from the index
-- alone, not from rows with all their text.
CREATE INDEX inquiry_desk ON inquiry (state, due, stopped_on, tickler, board_id, assignee_id, substitute_id);
DROP INDEX inquiry_state;
