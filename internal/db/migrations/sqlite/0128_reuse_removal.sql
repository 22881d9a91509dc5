-- +goose Up

-- Package reuse: entries that moderators removed, with the reason for the organisation.
CREATE TABLE reuse_removal (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    service_id      BIGINT NOT NULL REFERENCES service (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    product         TEXT NOT NULL,
    reason          TEXT NOT NULL,
    keeper_id       BIGINT REFERENCES person (id), -- who is told
    at              BIGINT NOT NULL
);
CREATE INDEX reuse_removal_organisation ON reuse_removal (organisation_id, service_id);
CREATE INDEX reuse_removal_keeper ON reuse_removal (keeper_id) WHERE keeper_id IS NOT NULL;
CREATE INDEX reuse_removal_at ON reuse_removal (at);
