-- +goose Up

-- Who agreed to which version of the terms of use. Rows are never changed.
CREATE TABLE consent (
    person_id BIGINT NOT NULL REFERENCES person (id),
    version   TEXT NOT NULL, -- of the terms, a date
    at        BIGINT NOT NULL,
    PRIMARY KEY (person_id, version)
) WITHOUT ROWID;
