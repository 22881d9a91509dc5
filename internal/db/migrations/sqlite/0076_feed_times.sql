-- +goose Up

-- For feeds: when a post was last withdrawn, hidden, shown again or blackened; NULL:
-- never. What happened before counts as now, so that programs read it once more.
ALTER TABLE post ADD COLUMN state_at BIGINT;
UPDATE post SET state_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000 WHERE state <> 'visible';
CREATE INDEX post_state ON post (thread_id) WHERE state_at IS NOT NULL AND position = 1;

-- When the board was made; those that there are when the forum was.
ALTER TABLE board ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;
UPDATE board SET created_at = COALESCE((SELECT MIN(created_at) FROM person), CAST(strftime('%s', 'now') AS INTEGER) * 1000);
