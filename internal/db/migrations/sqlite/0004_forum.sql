-- +goose Up

-- Package forum.

CREATE TABLE thread (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    board_id           BIGINT NOT NULL REFERENCES board (id),
    situation_id       BIGINT REFERENCES situation (id), -- Lage of the first tagged service
    title              TEXT NOT NULL,
    state              TEXT NOT NULL CHECK (state IN ('open', 'answered', 'official', 'outdated')),
    author_id          BIGINT NOT NULL REFERENCES person (id),
    organisation_id    BIGINT NOT NULL REFERENCES organisation (id), -- at the time of writing
    created_at         BIGINT NOT NULL,
    last_post_at       BIGINT NOT NULL,
    last_post_id       BIGINT NOT NULL, -- with last_post_at the key of a board's list
    replies            INTEGER NOT NULL,
    pinned             BOOLEAN NOT NULL,
    hidden             BOOLEAN NOT NULL, -- its question was hidden; only moderators and its author see it
    locked_reason      TEXT,             -- NULL: replies are welcome
    outdated_reason    TEXT,
    official_answer_id BIGINT,           -- set when an official answer cites it
    once_key           TEXT NOT NULL,
    UNIQUE (author_id, once_key)
);
CREATE INDEX thread_board_activity ON thread (board_id, last_post_at, last_post_id) WHERE NOT pinned AND NOT hidden;
CREATE INDEX thread_board_state_activity ON thread (board_id, state, last_post_at, last_post_id) WHERE NOT pinned AND NOT hidden;
CREATE INDEX thread_board_situation_activity ON thread (board_id, situation_id, last_post_at, last_post_id) WHERE NOT pinned AND NOT hidden;
CREATE INDEX thread_pinned ON thread (board_id) WHERE pinned;
CREATE INDEX thread_board_created ON thread (board_id, created_at) WHERE NOT hidden;
CREATE INDEX thread_author ON thread (author_id);

-- How many listed threads had their last post on which day: with it the list
-- of any page number begins without counting all threads before it.
CREATE TABLE thread_day (
    board_id     BIGINT NOT NULL,
    day          INTEGER NOT NULL, -- last_post_at in whole days since 1970, UTC
    state        TEXT NOT NULL,
    situation_id BIGINT NOT NULL,  -- 0: none
    threads      INTEGER NOT NULL,
    PRIMARY KEY (board_id, day, state, situation_id)
) WITHOUT ROWID;

CREATE TABLE thread_service (
    thread_id  BIGINT NOT NULL REFERENCES thread (id),
    service_id BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (thread_id, service_id)
) WITHOUT ROWID;
CREATE INDEX thread_service_service ON thread_service (service_id, thread_id);

CREATE TABLE post (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id       BIGINT NOT NULL REFERENCES thread (id),
    position        INTEGER NOT NULL, -- 1 is the question; never changes, so pages and links stay
    author_id       BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id), -- at the time of writing
    source          TEXT NOT NULL,
    html            TEXT NOT NULL,
    pipeline        INTEGER NOT NULL, -- version of the rendering
    revision        INTEGER NOT NULL, -- counts every edit; guards against overwriting
    version         INTEGER NOT NULL, -- counts the versions that were kept
    version_at      BIGINT NOT NULL,  -- when the present version was begun
    created_at      BIGINT NOT NULL,
    edited_at       BIGINT,
    solution_at     BIGINT,           -- NULL: not marked as solution
    state           TEXT NOT NULL CHECK (state IN ('visible', 'withdrawn', 'hidden', 'blackened')),
    hidden_reason   TEXT,
    once_key        TEXT NOT NULL,
    UNIQUE (thread_id, position),
    UNIQUE (author_id, once_key)
);
CREATE INDEX post_solution ON post (thread_id, position) WHERE solution_at IS NOT NULL;
CREATE INDEX post_pipeline ON post (pipeline);

-- Former versions of posts; the present one stands in post.
CREATE TABLE post_version (
    post_id       BIGINT NOT NULL REFERENCES post (id),
    number        INTEGER NOT NULL,
    title         TEXT NOT NULL, -- of the thread, for questions
    source        TEXT NOT NULL, -- '' once blackened
    written_at    BIGINT NOT NULL,
    blackened_at  BIGINT,
    black_reason  TEXT,
    PRIMARY KEY (post_id, number)
) WITHOUT ROWID;

-- Figures of a board, kept with every post.
CREATE TABLE board_figures (
    board_id     BIGINT PRIMARY KEY REFERENCES board (id),
    threads      INTEGER NOT NULL,
    last_post_at BIGINT NOT NULL
);
