-- +goose Up

-- Package attachment: which versions of an article or an official answer have a file.
ALTER TABLE attachment ADD COLUMN since BIGINT NOT NULL DEFAULT 0; -- the first version, 0 where there is only one
ALTER TABLE attachment ADD COLUMN until BIGINT NOT NULL DEFAULT 0; -- the first version without it, 0 for none

-- Files whose text is to be read: not those of inquiries, which are not searched.
DROP INDEX attachment_text_unread;
CREATE INDEX attachment_unread_text ON attachment (id)
    WHERE chunks IS NULL AND expires_at IS NULL AND held_reply_id IS NULL AND subject NOT IN ('evidence', 'inquiry');
