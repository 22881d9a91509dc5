-- +goose Up

-- Package library: documents that the field works with, and their versions. Who reads the
-- board reads its documents.
CREATE TABLE document (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    board_id     BIGINT NOT NULL REFERENCES board (id),
    state        TEXT NOT NULL CHECK (state IN ('valid', 'replaced', 'withdrawn')),
    state_reason TEXT NOT NULL DEFAULT '',        -- why it no longer holds
    replaced_by  BIGINT REFERENCES document (id), -- set only in state replaced
    revision     BIGINT NOT NULL,                 -- counts every change; guards against overwriting
    version_id   BIGINT,                          -- the present version; NULL only while it is made
    created_by   BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id), -- of created_by at that time
    created_at   BIGINT NOT NULL,
    expired      TEXT NOT NULL DEFAULT '',        -- last day after which the event log was told that it holds no more
    changed_at   BIGINT NOT NULL,                 -- with id the key of lists
    once_key     TEXT NOT NULL,
    UNIQUE (created_by, once_key)
);
CREATE INDEX document_changed ON document (changed_at, id);
CREATE INDEX document_board ON document (board_id, changed_at, id);
CREATE INDEX document_replaced ON document (replaced_by) WHERE replaced_by IS NOT NULL;

CREATE TABLE document_version (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id     BIGINT NOT NULL REFERENCES document (id),
    number          BIGINT NOT NULL,        -- from 1
    title           TEXT NOT NULL,
    issuer          TEXT NOT NULL,
    dated           TEXT NOT NULL,          -- day of the document
    reference       TEXT NOT NULL,          -- '' for none
    reference_key   TEXT NOT NULL,          -- of the reference: markdown.ReferenceKey
    valid_from      TEXT NOT NULL,          -- days; '' for no limit
    valid_until     TEXT NOT NULL,          -- that day included
    link            TEXT NOT NULL,          -- address of the official source, '' for none
    source          TEXT NOT NULL,          -- Markdown: what it is about
    html            TEXT NOT NULL,
    pipeline        BIGINT NOT NULL,
    news            TEXT NOT NULL,          -- what this version changes, '' for the first
    saved_by        BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id), -- of saved_by at that time
    saved_at        BIGINT NOT NULL,
    once_key        TEXT NOT NULL,
    UNIQUE (document_id, number)
);
CREATE INDEX document_version_reference ON document_version (reference_key) WHERE reference_key <> '';
CREATE INDEX document_version_pipeline ON document_version (pipeline);
CREATE INDEX document_version_saved_by ON document_version (saved_by);

CREATE TABLE document_service (
    document_id BIGINT NOT NULL REFERENCES document (id),
    service_id  BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (document_id, service_id)
) WITHOUT ROWID;
CREATE INDEX document_service_service ON document_service (service_id, document_id);
