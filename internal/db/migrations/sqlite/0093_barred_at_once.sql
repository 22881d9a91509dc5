-- +goose Up
-- Package account: which boards somebody lost by one act.
ALTER TABLE board_barred ADD COLUMN first_id BIGINT NOT NULL DEFAULT 0; -- event_id of the first board that the same act took
UPDATE board_barred SET first_id = event_id;
CREATE INDEX board_barred_first ON board_barred (first_id);
CREATE INDEX board_barred_board ON board_barred (board_id, person_id);

-- Package notify: one place for all of them.
UPDATE notification
SET place_kind = 'lost.boards', place_id = item_id
WHERE place_kind = 'lost.board' AND act = 'board.barred';
