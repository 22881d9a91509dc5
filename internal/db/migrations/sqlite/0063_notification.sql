-- +goose Up

-- Package notify.

-- What somebody is told, one row for a person and event. Ids only: titles and texts
-- are read when the row is shown, as they are then and if the person may see them.
CREATE TABLE notification (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id  BIGINT NOT NULL REFERENCES person (id),
    kind       TEXT NOT NULL,    -- why they are told; see Kinds
    act        TEXT NOT NULL,    -- what was done: a kind of event, or an act of an inquiry's history
    place_kind TEXT NOT NULL CHECK (place_kind IN ('thread', 'inquiry', 'answer', 'article', 'search')),
    place_id   BIGINT NOT NULL,  -- what groups it in the inbox, and whose readers may see it
    item_id    BIGINT NOT NULL,  -- the post of a thread, the version of an answer, the step of an inquiry; 0: none
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
CREATE INDEX notification_place ON notification (person_id, place_kind, place_id, id);
CREATE INDEX notification_unread ON notification (person_id, place_kind, place_id, position) WHERE read_at IS NULL;
CREATE INDEX notification_read ON notification (read_at) WHERE read_at IS NOT NULL;
CREATE INDEX notification_due ON notification (due_at) WHERE delivery = 'now';
CREATE INDEX notification_digest ON notification (delivery, person_id, id) WHERE delivery IN ('daily', 'weekly');

-- Events whose followers are still being told. They are worked off in turns, a
-- batch of people at a time, by the person's id.
CREATE TABLE fanout (
    event_id    BIGINT NOT NULL,
    part        INTEGER NOT NULL, -- of the event's places, from 0
    kind        TEXT NOT NULL,
    subject     BIGINT NOT NULL,
    actor_id    BIGINT REFERENCES person (id),
    at          BIGINT NOT NULL,
    last_person BIGINT NOT NULL, -- everybody up to this id was told
    turn        BIGINT NOT NULL, -- the lowest is next
    PRIMARY KEY (event_id, part)
) WITHOUT ROWID;
CREATE INDEX fanout_actor ON fanout (actor_id) WHERE actor_id IS NOT NULL;

-- Nobody is told of what happened before there were notifications.
INSERT INTO cursor (consumer, event_id)
VALUES ('notify', COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'event'), 0))
ON CONFLICT (consumer) DO NOTHING;
