-- +goose Up

-- Package privacy: consultations may name somebody who left as well.
ALTER TABLE left_mention DROP CONSTRAINT left_mention_kind_check;
ALTER TABLE left_mention ADD CONSTRAINT left_mention_kind_check
    CHECK (kind IN ('post', 'article', 'inquiry', 'profile', 'document', 'consultation'));
