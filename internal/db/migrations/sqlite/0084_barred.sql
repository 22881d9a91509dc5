-- +goose Up
-- Package account: boards that somebody can no longer read because a group, an
-- organisation or a role ended that admitted them.
CREATE TABLE board_barred (
    event_id  BIGINT PRIMARY KEY, -- of the end
    board_id  BIGINT NOT NULL REFERENCES board (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    name      TEXT NOT NULL,      -- of the board, as this person knew it
    at        BIGINT NOT NULL
);
CREATE INDEX board_barred_person ON board_barred (person_id, board_id, at);
CREATE INDEX board_barred_at ON board_barred (at);

-- Package feedtoken: what a private feed said last of when it was changed, so that its
-- time never goes back.
ALTER TABLE feed_token ADD COLUMN changed_at BIGINT; -- NULL: nobody fetched it yet
