-- +goose Up

-- A file that was removed from a post with open reports is kept for those who decide about
-- them. Then post_id is NULL.
ALTER TABLE attachment ADD COLUMN evidence_of BIGINT REFERENCES post (id);
CREATE INDEX attachment_evidence ON attachment (evidence_of) WHERE evidence_of IS NOT NULL;
