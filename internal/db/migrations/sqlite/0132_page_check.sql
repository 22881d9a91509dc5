-- +goose Up

-- Package integrity: the last look at every page of the database, one row at most.
CREATE TABLE page_check (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    ended_at BIGINT NOT NULL,
    checked  TEXT NOT NULL,   -- what was looked at, in German
    defects  INTEGER NOT NULL,
    first    TEXT NOT NULL    -- the first defect, '' for none
);
