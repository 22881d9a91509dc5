-- +goose Up

-- The desk's queue begins at the inquiry that is due first, and its counts read
-- the whole of what is open: both from indexes alone, not from rows with all
-- their text.
CREATE INDEX inquiry_queue ON inquiry ((CASE WHEN stopped_on = '' THEN due ELSE '9' || due END))
WHERE state NOT IN ('merged', 'declined', 'answered', 'withdrawn');
CREATE INDEX inquiry_desk ON inquiry (state, due, stopped_on, tickler, board_id, assignee_id, substitute_id);
DROP INDEX inquiry_state;
