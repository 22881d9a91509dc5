-- +goose Up

-- Package attachment: what the search finds files by. Its documents are chunks of pages.
CREATE TABLE attachment_page (
    attachment_id BIGINT NOT NULL REFERENCES attachment (id),
    position      BIGINT NOT NULL, -- from 0
    chunk         BIGINT NOT NULL, -- from 0
    number        BIGINT NOT NULL, -- of a page or slide; 0 where the format knows none
    name          TEXT NOT NULL,   -- of a table
    text          TEXT NOT NULL,
    PRIMARY KEY (attachment_id, position)
);

ALTER TABLE attachment ADD COLUMN chunks BIGINT; -- how many chunks its text makes, at least 1; NULL until it was read
CREATE INDEX attachment_unread ON attachment (id) WHERE chunks IS NULL AND post_id IS NOT NULL;
