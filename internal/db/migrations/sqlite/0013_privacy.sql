-- +goose Up

-- Package account: what is left of an erased account is its number. The name
-- is then the word that stands beside the texts, and the address no address.
ALTER TABLE person ADD COLUMN erased_at BIGINT;
CREATE INDEX person_erased ON person (erased_at) WHERE erased_at IS NOT NULL;

-- Package concern: a voice stays when the person who raised it leaves.
CREATE TABLE concern_kept (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    subject_kind    TEXT NOT NULL CHECK (subject_kind IN ('thread', 'inquiry')),
    subject_id      BIGINT NOT NULL,
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    person_id       BIGINT REFERENCES person (id), -- who raised the voice, NULL for an erased account
    at              BIGINT NOT NULL,
    UNIQUE (subject_kind, subject_id, organisation_id)
);
INSERT INTO concern_kept (id, subject_kind, subject_id, organisation_id, person_id, at)
SELECT id, subject_kind, subject_id, organisation_id, person_id, at
FROM concern;
DROP TABLE concern;
ALTER TABLE concern_kept RENAME TO concern;
CREATE INDEX concern_organisation ON concern (organisation_id, subject_kind, subject_id);
CREATE INDEX concern_person ON concern (person_id);

-- Package privacy: texts that may name somebody who left. Whom is not kept.
CREATE TABLE left_mention (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL CHECK (kind IN ('post', 'article', 'inquiry')),
    subject_id BIGINT NOT NULL,
    board_id   BIGINT NOT NULL REFERENCES board (id),
    found_at   BIGINT NOT NULL,
    UNIQUE (kind, subject_id)
);
CREATE INDEX left_mention_board ON left_mention (board_id, id);
