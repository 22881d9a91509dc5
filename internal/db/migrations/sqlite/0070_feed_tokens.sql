-- +goose Up

-- Addresses of private feeds: each opens one feed, as the person who made it may read.
CREATE TABLE feed_token (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id    BIGINT NOT NULL REFERENCES person (id),
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('board', 'service', 'faq', 'answers', 'thread', 'search')),
    subject_id   BIGINT NOT NULL,      -- 0 where there is one of its kind
    hash         TEXT NOT NULL UNIQUE, -- SHA-256 of the random value in the address
    created_at   BIGINT NOT NULL,
    used_at      BIGINT,               -- NULL: never; else to the day
    UNIQUE (person_id, subject_kind, subject_id)
);
