-- +goose Up

-- Package forum: from which board a thread was moved. Whoever could read it there and
-- cannot where it is now is told.
CREATE TABLE thread_move (
    event_id  BIGINT PRIMARY KEY, -- of the move
    thread_id BIGINT NOT NULL REFERENCES thread (id),
    board_id  BIGINT NOT NULL REFERENCES board (id), -- where it was
    at        BIGINT NOT NULL
);
CREATE INDEX thread_move_thread ON thread_move (thread_id);

-- For feeds: when a thread last left a board, and on it a service.
CREATE TABLE thread_departure (
    board_id   BIGINT NOT NULL REFERENCES board (id),
    service_id BIGINT NOT NULL, -- 0: the board as a whole
    at         BIGINT NOT NULL,
    PRIMARY KEY (board_id, service_id)
) WITHOUT ROWID;

-- Package faq: when a published article last left a board, a service or an audience.
CREATE TABLE faq_departure (
    board_id   BIGINT NOT NULL REFERENCES board (id),
    service_id BIGINT NOT NULL, -- 0: the board as a whole
    audience   TEXT NOT NULL CHECK (audience IN ('public', 'members', 'board')), -- that had it
    at         BIGINT NOT NULL,
    PRIMARY KEY (board_id, service_id, audience)
) WITHOUT ROWID;

-- Package board: who could read a board before fewer people could.
CREATE TABLE board_narrowing (
    event_id BIGINT PRIMARY KEY, -- of the change
    board_id BIGINT NOT NULL REFERENCES board (id),
    name     TEXT NOT NULL,      -- of the board, as these people knew it
    audience TEXT NOT NULL CHECK (audience IN ('public', 'members', 'restricted')), -- before
    at       BIGINT NOT NULL
);
CREATE INDEX board_narrowing_board ON board_narrowing (board_id, at);

-- Who was admitted to a restricted board and is no longer.
CREATE TABLE board_exclusion (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id          BIGINT NOT NULL REFERENCES board_narrowing (event_id),
    organisation_kind TEXT,
    circle_id         BIGINT REFERENCES circle (id),
    CHECK ((organisation_kind IS NULL) <> (circle_id IS NULL))
);
CREATE INDEX board_exclusion_event ON board_exclusion (event_id);

-- Package notify: places that their readers lost sight of, and boards that they can
-- read again; no place is a search.
CREATE TABLE notification_of_places (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id  BIGINT NOT NULL REFERENCES person (id),
    kind       TEXT NOT NULL,    -- why they are told; see Kinds
    act        TEXT NOT NULL,    -- what was done: a kind of event, or an act of an inquiry's history
    place_kind TEXT NOT NULL CHECK (place_kind IN ('thread', 'inquiry', 'answer', 'article', 'board', 'lost.thread', 'lost.board')),
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
INSERT INTO notification_of_places (id, person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, event_id, at, read_at,
    delivery, due_at, mail_id, digest_id)
SELECT id, person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, event_id, at, read_at,
    delivery, due_at, mail_id, digest_id
FROM notification
WHERE place_kind <> 'search';
DELETE FROM sqlite_sequence WHERE name = 'notification_of_places';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'notification_of_places', seq FROM sqlite_sequence WHERE name = 'notification';
DROP TABLE notification;
ALTER TABLE notification_of_places RENAME TO notification;
CREATE INDEX notification_place ON notification (person_id, place_kind, place_id, id);
CREATE INDEX notification_unread ON notification (person_id, place_kind, place_id, position) WHERE read_at IS NULL;
CREATE INDEX notification_read ON notification (read_at) WHERE read_at IS NOT NULL;
CREATE INDEX notification_due ON notification (due_at) WHERE delivery = 'now';
CREATE INDEX notification_digest ON notification (delivery, person_id, id) WHERE delivery IN ('daily', 'weekly');
CREATE INDEX notification_in_mail ON notification (mail_id) WHERE mail_id IS NOT NULL;
CREATE INDEX notification_in_digest ON notification (digest_id) WHERE digest_id IS NOT NULL;
CREATE INDEX notification_lost ON notification (place_kind, place_id, person_id) WHERE place_kind IN ('lost.thread', 'lost.board');
