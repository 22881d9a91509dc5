-- +goose Up

-- What exactly concerns an organisation that says „Betrifft uns auch“. It goes with the voice.
ALTER TABLE concern ADD COLUMN note TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE concern ADD COLUMN note_by BIGINT REFERENCES person (id); -- NULL: nobody, or an erased account
ALTER TABLE concern ADD COLUMN note_revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE concern ADD COLUMN note_removed TEXT COLLATE "C" NOT NULL DEFAULT ''; -- why moderators removed it, '' if they did not
CREATE INDEX concern_note_by ON concern (note_by) WHERE note_by IS NOT NULL;
