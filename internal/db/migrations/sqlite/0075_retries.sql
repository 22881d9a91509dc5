-- +goose Up

-- Package notify: what could not be told is tried again later, and holds nothing else
-- up. Part -1 is an event of which nobody was told yet.
ALTER TABLE fanout ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;   -- that failed
ALTER TABLE fanout ADD COLUMN next_at BIGINT NOT NULL DEFAULT 0;  -- not to be tried before

-- Package follow: the same for a saved search.
ALTER TABLE saved_search ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE saved_search ADD COLUMN next_at BIGINT NOT NULL DEFAULT 0;
