-- +goose Up

-- Package forum: the position up to which whoever asked said that no answer helps. The
-- question waits for them no more until somebody answers behind it.
ALTER TABLE thread ADD COLUMN unhelped INTEGER NOT NULL DEFAULT 0;
