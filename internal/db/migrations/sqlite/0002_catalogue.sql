-- +goose Up

-- Reference data (package catalogue), loaded from data/catalogue.
--
-- listed: the row stands in the file that was loaded last. Rows that vanish
-- from a file stay, because others may refer to them, but no list shows them.
-- search: folded words (see fold in package catalogue), each after a space.

-- Which files were loaded, so that loading again changes nothing.
CREATE TABLE catalogue_file (
    name      TEXT PRIMARY KEY,
    sha256    TEXT NOT NULL,
    edition   INTEGER NOT NULL, -- of the program's way to read files
    loaded_at BIGINT NOT NULL
);

-- Themenfeld.
CREATE TABLE subject_area (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    slug        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    lead_states TEXT NOT NULL, -- who leads: Länder and others, one a line
    position    INTEGER NOT NULL,
    listed      BOOLEAN NOT NULL
);

-- Lebenslage or Unternehmenslage.
CREATE TABLE situation (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    subject_area_id BIGINT NOT NULL REFERENCES subject_area (id),
    slug            TEXT NOT NULL,
    name            TEXT NOT NULL,
    position        INTEGER NOT NULL,
    listed          BOOLEAN NOT NULL,
    UNIQUE (subject_area_id, slug)
);

-- OZG-Leistung; its id is the official OZG-ID.
CREATE TABLE service (
    id              INTEGER PRIMARY KEY,
    subject_area_id BIGINT NOT NULL REFERENCES subject_area (id),
    situation_id    BIGINT NOT NULL REFERENCES situation (id),
    name            TEXT NOT NULL,
    search          TEXT NOT NULL, -- OZG-ID and name
    listed          BOOLEAN NOT NULL
);
CREATE INDEX service_subject_area ON service (subject_area_id);
CREATE INDEX service_situation ON service (situation_id);

-- LeiKa-Leistung.
CREATE TABLE single_service (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    leika_key  TEXT NOT NULL, -- 14 digits, '' where LeiKa has none
    name       TEXT NOT NULL,
    type       TEXT NOT NULL, -- Typ of the catalogue, such as 2/3
    laws       TEXT NOT NULL,
    service_id BIGINT REFERENCES service (id),
    search     TEXT NOT NULL, -- name
    listed     BOOLEAN NOT NULL
);
CREATE INDEX single_service_service ON single_service (service_id);
-- Its identity: the key, or without one the name within its OZG-Leistung.
CREATE UNIQUE INDEX single_service_key ON single_service (leika_key) WHERE leika_key <> '';
CREATE UNIQUE INDEX single_service_name ON single_service (name, COALESCE(service_id, 0)) WHERE leika_key = '';

CREATE TABLE district (
    ags        TEXT PRIMARY KEY, -- 5 digits
    name       TEXT NOT NULL,    -- as people write it
    plain      TEXT NOT NULL,    -- without Stadt, Landkreis …, folded
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    population INTEGER NOT NULL,
    listed     BOOLEAN NOT NULL
);
CREATE INDEX district_name ON district (name);

CREATE TABLE municipality (
    ags          TEXT PRIMARY KEY, -- 8 digits
    name         TEXT NOT NULL,    -- as people write it
    plain        TEXT NOT NULL,    -- without Stadt, Markt …, folded
    kind         TEXT NOT NULL,
    district_ags TEXT NOT NULL REFERENCES district (ags),
    state        TEXT NOT NULL,
    population   INTEGER NOT NULL,
    lat          DOUBLE PRECISION NOT NULL,
    lon          DOUBLE PRECISION NOT NULL,
    search       TEXT NOT NULL,    -- AGS, name and official name
    listed       BOOLEAN NOT NULL
);
CREATE INDEX municipality_district ON municipality (district_ags);
CREATE INDEX municipality_name ON municipality (name);
