-- +goose Up

-- Package alias: under which words organisations appear that ask semi-anonymously.
-- Until now an alias was a row of organisation, and one row of person stood for
-- all who ask so; each query had to leave them out.
CREATE TABLE alias (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    words    TEXT NOT NULL UNIQUE, -- such as "Eine Gemeinde mit 10.000 bis 20.000 Einwohnern in Hessen"
    land     TEXT NOT NULL,        -- the one that the words name, '' for none
    sort_key TEXT NOT NULL
);
INSERT INTO alias (words, land, sort_key)
SELECT name, state, sort_key
FROM organisation
WHERE kind = 'disguised'
ORDER BY id;

-- Either a person and an organisation wrote something, or somebody under an alias.
ALTER TABLE thread ALTER COLUMN author_id DROP NOT NULL;
ALTER TABLE thread ALTER COLUMN organisation_id DROP NOT NULL;
ALTER TABLE thread ADD COLUMN alias_id BIGINT REFERENCES alias (id)
    CHECK ((author_id IS NULL) = (alias_id IS NOT NULL) AND (organisation_id IS NULL) = (alias_id IS NOT NULL));
ALTER TABLE post ALTER COLUMN author_id DROP NOT NULL;
ALTER TABLE post ALTER COLUMN organisation_id DROP NOT NULL;
ALTER TABLE post ADD COLUMN alias_id BIGINT REFERENCES alias (id)
    CHECK ((author_id IS NULL) = (alias_id IS NOT NULL) AND (organisation_id IS NULL) = (alias_id IS NOT NULL));
ALTER TABLE inquiry ALTER COLUMN asker_id DROP NOT NULL;
ALTER TABLE inquiry ALTER COLUMN organisation_id DROP NOT NULL;
ALTER TABLE inquiry ADD COLUMN alias_id BIGINT REFERENCES alias (id) -- of the thread that was escalated
    CHECK ((asker_id IS NULL) = (alias_id IS NOT NULL) AND (organisation_id IS NULL) = (alias_id IS NOT NULL));
ALTER TABLE concern ALTER COLUMN organisation_id DROP NOT NULL;
ALTER TABLE concern ADD COLUMN alias_id BIGINT REFERENCES alias (id) -- of who asked; nobody else is named by it
    CHECK ((organisation_id IS NULL) = (alias_id IS NOT NULL) AND (person_id IS NULL OR alias_id IS NULL));

UPDATE thread
SET alias_id = (SELECT a.id FROM alias a JOIN organisation o ON o.name = a.words WHERE o.id = thread.organisation_id),
    author_id = NULL, organisation_id = NULL
WHERE organisation_id IN (SELECT id FROM organisation WHERE kind = 'disguised');
UPDATE post
SET alias_id = (SELECT a.id FROM alias a JOIN organisation o ON o.name = a.words WHERE o.id = post.organisation_id),
    author_id = NULL, organisation_id = NULL
WHERE organisation_id IN (SELECT id FROM organisation WHERE kind = 'disguised');
UPDATE inquiry
SET alias_id = (SELECT a.id FROM alias a JOIN organisation o ON o.name = a.words WHERE o.id = inquiry.organisation_id),
    asker_id = NULL, organisation_id = NULL
WHERE organisation_id IN (SELECT id FROM organisation WHERE kind = 'disguised');
UPDATE concern
SET alias_id = (SELECT a.id FROM alias a JOIN organisation o ON o.name = a.words WHERE o.id = concern.organisation_id),
    person_id = NULL, organisation_id = NULL
WHERE organisation_id IN (SELECT id FROM organisation WHERE kind = 'disguised');

DELETE FROM person WHERE organisation_id IN (SELECT id FROM organisation WHERE kind = 'disguised');
DELETE FROM organisation WHERE kind = 'disguised';

-- One voice of an alias for a subject, as it is for an organisation.
CREATE UNIQUE INDEX concern_alias ON concern (subject_kind, subject_id, alias_id) WHERE alias_id IS NOT NULL;

-- The same form makes one thread or post, whoever it is that asks.
DROP INDEX thread_asker;
CREATE UNIQUE INDEX thread_asker ON thread (asker_id, once_key) WHERE asker_id IS NOT NULL;
DROP INDEX post_asker;
CREATE UNIQUE INDEX post_asker ON post (asker_id, once_key) WHERE asker_id IS NOT NULL;

ALTER TABLE board RENAME COLUMN disguise TO semi_anonymous;
UPDATE audit SET act = 'thread.reveal' WHERE act = 'thread.unveil';
