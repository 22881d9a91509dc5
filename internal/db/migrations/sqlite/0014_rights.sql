-- +goose Up

-- Package board.
ALTER TABLE board ADD COLUMN first_review BOOLEAN NOT NULL DEFAULT FALSE; -- moderators look at the first post of a member
ALTER TABLE board ADD COLUMN disguise BOOLEAN NOT NULL DEFAULT FALSE;     -- one may ask semi-anonymously
ALTER TABLE board ADD COLUMN archived_at BIGINT;                          -- NULL: one may write here

-- Package forum. Who asks semi-anonymously stands only here; author_id and
-- organisation_id name the disguise, so that nothing that reads them can tell.
ALTER TABLE thread ADD COLUMN asker_id BIGINT REFERENCES person (id);
ALTER TABLE post ADD COLUMN asker_id BIGINT REFERENCES person (id);
ALTER TABLE post ADD COLUMN asker_organisation_id BIGINT REFERENCES organisation (id); -- at the time of writing
CREATE INDEX thread_asker ON thread (asker_id) WHERE asker_id IS NOT NULL;
CREATE INDEX post_asker ON post (asker_id) WHERE asker_id IS NOT NULL;

-- A first question that waits for a moderator, or was refused, is hidden too.
ALTER TABLE thread ADD COLUMN review TEXT NOT NULL DEFAULT '' CHECK (review IN ('', 'waiting', 'refused'));
ALTER TABLE thread ADD COLUMN review_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE thread ADD COLUMN held INTEGER NOT NULL DEFAULT 0; -- rows of held_reply
CREATE INDEX thread_waiting ON thread (board_id) WHERE review = 'waiting';

-- First replies that wait for a moderator or were refused: no posts yet.
CREATE TABLE held_reply (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id       BIGINT NOT NULL REFERENCES thread (id),
    author_id       BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id), -- at the time of writing
    source          TEXT NOT NULL,
    html            TEXT NOT NULL,
    pipeline        INTEGER NOT NULL, -- version of the rendering
    state           TEXT NOT NULL CHECK (state IN ('waiting', 'refused')),
    reason          TEXT NOT NULL,    -- of the refusal
    written_at      BIGINT NOT NULL,
    once_key        TEXT NOT NULL,
    UNIQUE (author_id, once_key)
);
CREATE INDEX held_reply_thread ON held_reply (thread_id);

-- Package setting: what administrators decided instead of the configuration.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
