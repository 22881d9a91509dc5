-- +goose Up

-- Package integrity: the last look at every page of the database, one row at most.
CREATE TABLE page_check (
    id       BIGINT PRIMARY KEY CHECK (id = 1),
    ended_at BIGINT NOT NULL,
    checked  TEXT COLLATE "C" NOT NULL,   -- what was looked at, in German
    defects  BIGINT NOT NULL,
    first    TEXT COLLATE "C" NOT NULL    -- the first defect, '' for none
);
