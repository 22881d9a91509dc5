-- +goose Up

-- Package board: where people meet, and who may read.
CREATE TABLE board (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    slug            TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    description     TEXT NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('subject', 'beyond', 'unsorted')),
    position        INTEGER NOT NULL,
    audience        TEXT NOT NULL CHECK (audience IN ('public', 'members', 'restricted')),
    subject_area_id BIGINT REFERENCES subject_area (id),
    four_eyes       BOOLEAN NOT NULL, -- official answers need a second programme manager
    indexable       BOOLEAN NOT NULL  -- search engines may list its public threads
);

-- Package account.
CREATE TABLE organisation (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL, -- Land, '' for the federation
    ags        TEXT UNIQUE,   -- 8 digits: municipality, 5 digits: district
    population INTEGER NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX organisation_name ON organisation (name, state) WHERE ags IS NULL;

CREATE TABLE person (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    email           TEXT NOT NULL UNIQUE, -- lower case
    name            TEXT NOT NULL,
    function        TEXT NOT NULL,        -- what somebody does in the organisation
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    password        TEXT NOT NULL,        -- PHC string, '' until one is chosen
    created_at      BIGINT NOT NULL,
    disabled_at     BIGINT
);
CREATE INDEX person_organisation ON person (organisation_id);

CREATE TABLE role_grant (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id  BIGINT NOT NULL REFERENCES person (id),
    role       TEXT NOT NULL CHECK (role IN ('member', 'moderator', 'faq-editor', 'programme', 'admin')),
    board_id   BIGINT REFERENCES board (id), -- NULL: the whole site
    granted_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX role_grant_once ON role_grant (person_id, role, COALESCE(board_id, 0));
CREATE INDEX role_grant_board ON role_grant (board_id, role);

CREATE TABLE session (
    id         TEXT PRIMARY KEY, -- SHA-256 of the cookie's random value
    person_id  BIGINT NOT NULL REFERENCES person (id),
    device     TEXT NOT NULL,    -- browser and system in words
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_person ON session (person_id);

-- Links that work once, such as for choosing a password.
CREATE TABLE one_time_link (
    id         TEXT PRIMARY KEY, -- SHA-256 of the link's random value
    person_id  BIGINT NOT NULL REFERENCES person (id),
    expires_at BIGINT NOT NULL
);
CREATE INDEX one_time_link_person ON one_time_link (person_id);

-- Failed attempts to sign in. The key is a hash of the address typed in, so
-- that unknown addresses are counted alike and none is kept.
CREATE TABLE sign_in_failure (
    id  INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL,
    at  BIGINT NOT NULL
);
CREATE INDEX sign_in_failure_key ON sign_in_failure (key, at);

-- A named group of people (package board).
CREATE TABLE circle (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE circle_member (
    circle_id BIGINT NOT NULL REFERENCES circle (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    PRIMARY KEY (circle_id, person_id)
);

-- Who is admitted to a restricted board: a kind of organisation or a circle.
CREATE TABLE board_admission (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    board_id          BIGINT NOT NULL REFERENCES board (id),
    organisation_kind TEXT,
    circle_id         BIGINT REFERENCES circle (id),
    CHECK ((organisation_kind IS NULL) <> (circle_id IS NULL))
);
CREATE INDEX board_admission_board ON board_admission (board_id);
