-- +goose Up

-- Package suggestion: what members suggest for the FAQ, and their hints that an article
-- no longer holds.
CREATE TABLE faq_suggestion (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    kind            TEXT NOT NULL CHECK (kind IN ('post', 'answer', 'article')),
    subject_id      BIGINT NOT NULL, -- the post, the official answer, or the article that no longer holds
    person_id       BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id), -- of the person at that time
    title           TEXT NOT NULL,   -- the question as it should stand; of a hint the article's, as it then was
    why             TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('open', 'taken', 'settled', 'declined')),
    article_id      BIGINT REFERENCES faq_article (id), -- that was made of it; set exactly in state taken
    reason          TEXT NOT NULL,   -- why it was declined
    at              BIGINT NOT NULL,
    decided_at      BIGINT,          -- NULL exactly in state open
    once_key        TEXT NOT NULL,
    UNIQUE (person_id, once_key)
);
CREATE UNIQUE INDEX faq_suggestion_subject ON faq_suggestion (kind, subject_id, person_id) WHERE state IN ('open', 'taken');
CREATE INDEX faq_suggestion_state ON faq_suggestion (state, id);
CREATE INDEX faq_suggestion_article ON faq_suggestion (article_id) WHERE article_id IS NOT NULL;

-- Package notify: suggestions are places. Which kinds of places there are, the package
-- knows alone.
CREATE TABLE notification_of_suggestions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id  BIGINT NOT NULL REFERENCES person (id),
    kind       TEXT NOT NULL,    -- why they are told; see Kinds
    act        TEXT NOT NULL,    -- what was done: a kind of event, or an act of an inquiry's history
    place_kind TEXT NOT NULL,
    place_id   BIGINT NOT NULL,  -- what groups it in the inbox, and whose readers may see it
    item_id    BIGINT NOT NULL,  -- the post of a thread, the version of an answer, the step of an inquiry, the event by which sight was lost; 0: none
    position   INTEGER NOT NULL, -- of the post in its thread; 0: none
    via_kind   TEXT NOT NULL,    -- what they follow that made it; '': they are told anyhow
    via_id     BIGINT NOT NULL,
    event_id   BIGINT,           -- NULL: not made by the event log
    at         BIGINT NOT NULL,  -- of the event
    read_at    BIGINT,
    delivery   TEXT NOT NULL CHECK (delivery IN ('', 'now', 'daily', 'weekly', 'done')), -- the mail that is owed
    due_at     BIGINT,           -- when it may leave at the earliest, with delivery 'now'
    mail_id    BIGINT,           -- the notification whose mail told of it
    digest_id  BIGINT,
    UNIQUE (person_id, event_id)
);
INSERT INTO notification_of_suggestions (id, person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, event_id, at, read_at,
    delivery, due_at, mail_id, digest_id)
SELECT id, person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, event_id, at, read_at,
    delivery, due_at, mail_id, digest_id
FROM notification;
DELETE FROM sqlite_sequence WHERE name = 'notification_of_suggestions';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'notification_of_suggestions', seq FROM sqlite_sequence WHERE name = 'notification';
DROP TABLE notification;
ALTER TABLE notification_of_suggestions RENAME TO notification;
CREATE INDEX notification_place ON notification (person_id, place_kind, place_id, id);
CREATE INDEX notification_unread ON notification (person_id, place_kind, place_id, position) WHERE read_at IS NULL;
CREATE INDEX notification_read ON notification (read_at) WHERE read_at IS NOT NULL;
CREATE INDEX notification_due ON notification (due_at) WHERE delivery = 'now';
CREATE INDEX notification_digest ON notification (delivery, person_id, id) WHERE delivery IN ('daily', 'weekly');
CREATE INDEX notification_in_mail ON notification (mail_id) WHERE mail_id IS NOT NULL;
CREATE INDEX notification_in_digest ON notification (digest_id) WHERE digest_id IS NOT NULL;
CREATE INDEX notification_lost ON notification (place_kind, place_id, person_id) WHERE place_kind IN ('lost.thread', 'lost.board');
