-- +goose Up

-- Package attachment: how often reading the text of a file has failed, and when it did last.
ALTER TABLE attachment ADD COLUMN read_failures BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN read_failed_at BIGINT; -- NULL for never
