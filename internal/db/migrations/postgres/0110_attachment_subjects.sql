-- +goose Up

-- Package attachment: what has a file, where it is neither a post nor a reply that waits.
ALTER TABLE attachment ADD COLUMN subject TEXT COLLATE "C" NOT NULL DEFAULT ''; -- attachment.Kind
ALTER TABLE attachment ADD COLUMN subject_id BIGINT;
CREATE INDEX attachment_subject ON attachment (subject_id) WHERE subject_id IS NOT NULL;

-- Files whose text is to be read: those that something has for good.
DROP INDEX attachment_unread;
CREATE INDEX attachment_text_unread ON attachment (id) WHERE chunks IS NULL AND expires_at IS NULL AND held_reply_id IS NULL;
