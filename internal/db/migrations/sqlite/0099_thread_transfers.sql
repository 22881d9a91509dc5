-- +goose Up
-- Package forum: posts that moderators move from one thread to another.
ALTER TABLE thread ADD COLUMN merged_into BIGINT REFERENCES thread (id); -- the thread in which its posts stand now; hidden then
ALTER TABLE thread ADD COLUMN mixed BOOLEAN NOT NULL DEFAULT FALSE;      -- positions do not follow the order of all posts, or read_range has rows
ALTER TABLE thread ADD COLUMN vacated BIGINT NOT NULL DEFAULT 0;         -- the highest position behind its last post that is kept free
ALTER TABLE held_reply ADD COLUMN origin_id BIGINT REFERENCES thread (id); -- the thread for which it was written, if it was merged since
DROP INDEX thread_newest;
CREATE INDEX thread_newest ON thread (board_id, newest_id, newest_position, newest_author_id, hidden, mixed) WHERE NOT hidden;
CREATE INDEX thread_merged ON thread (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE thread_transfer (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'move')),
    from_id    BIGINT NOT NULL REFERENCES thread (id),
    to_id      BIGINT NOT NULL REFERENCES thread (id),
    first      BIGINT NOT NULL,  -- position of the first of the posts in the thread that took them
    posts      BIGINT NOT NULL,  -- how many they are
    answer_id  BIGINT,           -- official answer that settled the other thread before
    person_id  BIGINT REFERENCES person (id), -- the moderator; NULL once the account is erased
    once_key   TEXT NOT NULL,
    at         BIGINT NOT NULL,
    undone_at  BIGINT,
    UNIQUE (person_id, once_key)
);
CREATE INDEX thread_transfer_from ON thread_transfer (from_id);
CREATE INDEX thread_transfer_to ON thread_transfer (to_id);

CREATE TABLE thread_transfer_post (
    transfer_id   BIGINT NOT NULL REFERENCES thread_transfer (id),
    post_id       BIGINT NOT NULL REFERENCES post (id),
    from_position BIGINT NOT NULL,
    to_position   BIGINT NOT NULL,
    PRIMARY KEY (transfer_id, post_id)
) WITHOUT ROWID;
CREATE INDEX thread_transfer_post_post ON thread_transfer_post (post_id);

-- Package support: voices that came with a thread that was merged.
ALTER TABLE concern ADD COLUMN merged_from BIGINT REFERENCES thread (id);

-- Package inquiry: the thread from which it came, if that was merged since.
ALTER TABLE inquiry ADD COLUMN origin_id BIGINT REFERENCES thread (id);

-- Package follow: levels as they were before threads were merged.
CREATE TABLE follow_merged (
    transfer_id BIGINT NOT NULL,
    person_id   BIGINT NOT NULL REFERENCES person (id),
    level       TEXT NOT NULL,   -- for the thread that was merged
    at          BIGINT NOT NULL,
    other_level TEXT NOT NULL,   -- for the other thread, '' for none
    other_at    BIGINT NOT NULL,
    now_level   TEXT NOT NULL,   -- the stronger of both
    PRIMARY KEY (transfer_id, person_id)
) WITHOUT ROWID;
CREATE INDEX follow_merged_person ON follow_merged (person_id);

-- Package readmark: what stays read or unread though its posts moved.
CREATE TABLE read_range (
    person_id BIGINT NOT NULL REFERENCES person (id),
    thread_id BIGINT NOT NULL REFERENCES thread (id),
    act       BIGINT NOT NULL,  -- counts within the thread; the latest one decides
    first     BIGINT NOT NULL,  -- positions
    last      BIGINT NOT NULL,
    read_to   BIGINT NOT NULL,  -- posts up to this place in the order of all posts are read
    PRIMARY KEY (person_id, thread_id, act, first)
) WITHOUT ROWID;
CREATE INDEX read_range_thread ON read_range (thread_id);

-- Package notify: what people were told of posts follows them.
CREATE INDEX notification_thread ON notification (place_id) WHERE place_kind = 'thread';
