-- +goose Up

-- Reference data (package catalogue), loaded from data/catalogue.

-- Which file was loaded, so that loading again changes nothing.
CREATE TABLE catalogue_file (
    name      TEXT PRIMARY KEY,
    sha256    TEXT NOT NULL,
    loaded_at BIGINT NOT NULL
);

-- Themenfeld.
CREATE TABLE subject_area (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    slug        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    lead_states TEXT NOT NULL, -- federführende Länder, one a line
    position    INTEGER NOT NULL
);

-- Lebenslage or Unternehmenslage.
CREATE TABLE situation (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    subject_area_id BIGINT NOT NULL REFERENCES subject_area (id),
    slug            TEXT NOT NULL,
    name            TEXT NOT NULL,
    position        INTEGER NOT NULL,
    UNIQUE (subject_area_id, slug)
);

-- OZG-Leistung; its id is the official OZG-ID.
CREATE TABLE service (
    id              INTEGER PRIMARY KEY,
    subject_area_id BIGINT NOT NULL REFERENCES subject_area (id),
    situation_id    BIGINT NOT NULL REFERENCES situation (id),
    name            TEXT NOT NULL
);
CREATE INDEX service_subject_area ON service (subject_area_id);
CREATE INDEX service_situation ON service (situation_id);

-- LeiKa-Leistung.
CREATE TABLE single_service (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    leika_key  TEXT NOT NULL, -- 14 digits, '' where LeiKa has none
    name       TEXT NOT NULL,
    type       TEXT NOT NULL,
    laws       TEXT NOT NULL,
    service_id BIGINT REFERENCES service (id)
);
CREATE INDEX single_service_service ON single_service (service_id);

CREATE TABLE district (
    ags        TEXT PRIMARY KEY, -- 5 digits
    name       TEXT NOT NULL,    -- as people write it
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    population INTEGER NOT NULL
);

CREATE TABLE municipality (
    ags          TEXT PRIMARY KEY, -- 8 digits
    name         TEXT NOT NULL,    -- as people write it
    kind         TEXT NOT NULL,
    district_ags TEXT NOT NULL REFERENCES district (ags),
    state        TEXT NOT NULL,
    population   INTEGER NOT NULL,
    lat          DOUBLE PRECISION NOT NULL,
    lon          DOUBLE PRECISION NOT NULL
);
CREATE INDEX municipality_district ON municipality (district_ags);
CREATE INDEX municipality_name ON municipality (name);
