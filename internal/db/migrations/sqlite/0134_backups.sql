-- +goose Up

-- Package backup: which backups and drills there were, so that every node can say so.
CREATE TABLE backup (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    kind      TEXT NOT NULL CHECK (kind IN ('backup', 'drill')),
    scheduled BOOLEAN NOT NULL, -- by the server, and not by a command
    place     TEXT NOT NULL,    -- where to, or from
    began_at  BIGINT NOT NULL,
    ended_at  BIGINT,           -- NULL while it runs, and of one that was interrupted
    bytes     BIGINT NOT NULL,
    whole     BOOLEAN NOT NULL,
    problem   TEXT NOT NULL     -- why it is not
);
