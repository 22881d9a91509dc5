-- +goose Up

-- Package account: the directory of organisations. The column search holds the
-- folded name, every word after a space; new rows are folded by the program,
-- these here as far as SQL can.
ALTER TABLE organisation ADD COLUMN search TEXT NOT NULL DEFAULT '';
ALTER TABLE organisation ADD COLUMN revision INTEGER NOT NULL DEFAULT 1; -- counts every edit by administrators
ALTER TABLE organisation ADD COLUMN dissolved_on TEXT NOT NULL DEFAULT ''; -- date; '' while it exists
ALTER TABLE organisation ADD COLUMN successor_id BIGINT REFERENCES organisation (id); -- never dissolved itself
UPDATE organisation
SET search = ' ' || LOWER(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(name,
    'Ä', 'ae'), 'Ö', 'oe'), 'Ü', 'ue'), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss'), '-', ' '), '/', ' '), '.', ' '));
CREATE INDEX organisation_search ON organisation (search, id);
CREATE INDEX organisation_successor ON organisation (successor_id) WHERE successor_id IS NOT NULL;

-- Package account: for which municipalities a Gemeindeverband acts.
CREATE TABLE administers (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    ags             TEXT NOT NULL REFERENCES municipality (ags),
    PRIMARY KEY (organisation_id, ags)
) WITHOUT ROWID;
CREATE INDEX administers_ags ON administers (ags);

-- Package forum: what an organisation or a person wrote.
CREATE INDEX thread_organisation ON thread (organisation_id, id);
CREATE INDEX post_organisation ON post (organisation_id, id);
CREATE INDEX post_author ON post (author_id, id);

-- Package catalogue: the register of municipalities that administrators
-- uploaded. The applied one stands above the one that the program brings along.
CREATE TABLE register (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    as_of      TEXT NOT NULL,    -- date: Gebietsstand
    body       TEXT NOT NULL,    -- the file; '' once another one was applied
    sha256     TEXT NOT NULL,
    person_id  BIGINT NOT NULL REFERENCES person (id),
    at         BIGINT NOT NULL,  -- of the upload
    applied_at BIGINT            -- NULL: only looked at so far
);

-- Package profile: what people tell about themselves.
CREATE TABLE profile (
    id         BIGINT PRIMARY KEY REFERENCES person (id), -- the person's
    source     TEXT NOT NULL, -- Markdown about oneself
    html       TEXT NOT NULL,
    pipeline   INTEGER NOT NULL,
    phone      TEXT NOT NULL, -- '' for none; members see it
    show_email BOOLEAN NOT NULL,
    revision   INTEGER NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX profile_pipeline ON profile (pipeline);

CREATE TABLE profile_board (
    person_id BIGINT NOT NULL REFERENCES person (id),
    board_id  BIGINT NOT NULL REFERENCES board (id),
    PRIMARY KEY (person_id, board_id)
) WITHOUT ROWID;
CREATE INDEX profile_board_board ON profile_board (board_id, person_id);

CREATE TABLE profile_service (
    person_id  BIGINT NOT NULL REFERENCES person (id),
    service_id BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (person_id, service_id)
) WITHOUT ROWID;
CREATE INDEX profile_service_service ON profile_service (service_id, person_id);

CREATE TABLE portrait (
    person_id BIGINT PRIMARY KEY REFERENCES person (id),
    sha256    TEXT NOT NULL, -- of the picture, part of its address
    picture   BLOB NOT NULL, -- JPEG of a fixed size, made by the program
    at        BIGINT NOT NULL
);
