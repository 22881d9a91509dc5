-- +goose Up
-- How somebody wants mail about notifications. A kind without a row has the
-- rhythm that the program presets.
CREATE TABLE notify_setting (
    person_id BIGINT NOT NULL REFERENCES person (id),
    kind      TEXT NOT NULL,
    rhythm    TEXT NOT NULL CHECK (rhythm IN ('', 'now', 'daily', 'weekly')), -- '': never
    PRIMARY KEY (person_id, kind)
) WITHOUT ROWID;

CREATE TABLE notify_person (
    person_id    BIGINT PRIMARY KEY REFERENCES person (id),
    absent_from  TEXT NOT NULL, -- date on which the absence was entered, '' for none
    absent_until TEXT NOT NULL  -- its last day, '' for none
);
