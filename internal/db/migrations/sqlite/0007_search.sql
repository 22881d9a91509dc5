-- +goose Up

-- Package board: boards whose circle of readers became smaller, and the event
-- of that. Until the search index has passed the event, no search finds
-- anything of the board.
CREATE TABLE search_recheck (
    board_id BIGINT PRIMARY KEY REFERENCES board (id),
    event_id BIGINT NOT NULL
);

-- Package job: work that a command asks the running server for.
CREATE TABLE job (
    kind         TEXT PRIMARY KEY,
    requested_at BIGINT NOT NULL
);
