-- +goose Up

-- Package forum: posts that members report to the moderators of their board.
CREATE TABLE report (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    post_id         BIGINT NOT NULL REFERENCES post (id),
    person_id       BIGINT REFERENCES person (id), -- who reports; NULL once the account is erased
    organisation_id BIGINT REFERENCES organisation (id), -- theirs at that time; NULL with the person
    reason          TEXT NOT NULL,   -- one of a list
    words           TEXT NOT NULL,   -- what is wrong; '' once the account is erased
    at              BIGINT NOT NULL,
    once_key        TEXT NOT NULL,
    outcome         TEXT NOT NULL,   -- '' while it is open
    answer          TEXT NOT NULL,   -- to who reported, may be empty
    decided_by      BIGINT REFERENCES person (id), -- the moderator; NULL if the author withdrew the post
    decided_at      BIGINT,
    UNIQUE (person_id, once_key)
);

CREATE UNIQUE INDEX report_open ON report (post_id, person_id) WHERE outcome = '';
CREATE INDEX report_post ON report (post_id, id);
CREATE INDEX report_decided ON report (decided_at) WHERE outcome <> '';

-- How many open reports there are about posts of the thread.
ALTER TABLE thread ADD COLUMN reported INTEGER NOT NULL DEFAULT 0;

-- Package notify: a report is a place, for who made it. Which kinds of places there are,
-- the package knows alone.
CREATE TABLE notification_of_reports (
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
INSERT INTO notification_of_reports (id, person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, event_id, at, read_at,
    delivery, due_at, mail_id, digest_id)
SELECT id, person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, event_id, at, read_at,
    delivery, due_at, mail_id, digest_id
FROM notification;
DELETE FROM sqlite_sequence WHERE name = 'notification_of_reports';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'notification_of_reports', seq FROM sqlite_sequence WHERE name = 'notification';
DROP TABLE notification;
ALTER TABLE notification_of_reports RENAME TO notification;
CREATE INDEX notification_place ON notification (person_id, place_kind, place_id, id);
CREATE INDEX notification_unread ON notification (person_id, place_kind, place_id, position) WHERE read_at IS NULL;
CREATE INDEX notification_read ON notification (read_at) WHERE read_at IS NOT NULL;
CREATE INDEX notification_due ON notification (due_at) WHERE delivery = 'now';
CREATE INDEX notification_digest ON notification (delivery, person_id, id) WHERE delivery IN ('daily', 'weekly');
CREATE INDEX notification_in_mail ON notification (mail_id) WHERE mail_id IS NOT NULL;
CREATE INDEX notification_in_digest ON notification (digest_id) WHERE digest_id IS NOT NULL;
CREATE INDEX notification_lost ON notification (place_kind, place_id, person_id) WHERE place_kind IN ('lost.thread', 'lost.board');
