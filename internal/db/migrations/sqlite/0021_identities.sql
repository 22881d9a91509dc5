-- +goose Up

-- Package account: who somebody is at a provider of identities (OpenID Connect).
CREATE TABLE linked_identity (
    provider  TEXT NOT NULL, -- its key in the configuration
    subject   TEXT NOT NULL, -- the person's unchanging name there
    person_id BIGINT NOT NULL REFERENCES person (id),
    linked_at BIGINT NOT NULL,
    used_at   BIGINT NOT NULL,
    PRIMARY KEY (provider, subject)
);
CREATE INDEX linked_identity_person ON linked_identity (person_id);
