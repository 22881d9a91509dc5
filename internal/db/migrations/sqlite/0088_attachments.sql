-- +goose Up

-- Package attachment: files that members add to what they write. The content lies in the
-- folder of package blob, by its hash.
CREATE TABLE attachment (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id       BIGINT REFERENCES person (id),       -- who uploaded it; NULL once the account is erased
    organisation_id BIGINT REFERENCES organisation (id), -- to whose quota it counts; NULL with person_id
    post_id         BIGINT REFERENCES post (id),
    held_reply_id   BIGINT REFERENCES held_reply (id),   -- at most one of both is set; none until the text is sent
    position        BIGINT NOT NULL DEFAULT 0,           -- within the post
    name            TEXT NOT NULL,
    media_type      TEXT NOT NULL,
    size            BIGINT NOT NULL,                     -- bytes
    sha256          TEXT NOT NULL DEFAULT '',            -- '' until the file was looked at
    thumbnail       TEXT NOT NULL DEFAULT '',            -- hash of a picture's small one
    width           BIGINT NOT NULL DEFAULT 0,           -- pixels of a picture
    height          BIGINT NOT NULL DEFAULT 0,
    alt             TEXT NOT NULL DEFAULT '',            -- what a picture shows, in words
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT                               -- NULL once the text is sent
);
CREATE INDEX attachment_person ON attachment (person_id, created_at) WHERE person_id IS NOT NULL;
CREATE INDEX attachment_organisation ON attachment (organisation_id, size) WHERE organisation_id IS NOT NULL;
CREATE INDEX attachment_post ON attachment (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX attachment_held_reply ON attachment (held_reply_id) WHERE held_reply_id IS NOT NULL;
CREATE INDEX attachment_expires ON attachment (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX attachment_sha256 ON attachment (sha256);
CREATE INDEX attachment_thumbnail ON attachment (thumbnail) WHERE thumbnail <> '';

-- Blobs of attachments that were removed. They go unless another attachment has them.
CREATE TABLE blob_removal (
    sha256 TEXT PRIMARY KEY,
    at     BIGINT NOT NULL
);

ALTER TABLE post ADD COLUMN attachments BIGINT NOT NULL DEFAULT 0; -- how many it has
