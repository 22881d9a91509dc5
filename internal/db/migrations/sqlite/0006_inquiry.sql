-- +goose Up

-- Package concern: „Betrifft uns auch", one voice per organisation.
CREATE TABLE concern (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    subject_kind    TEXT NOT NULL CHECK (subject_kind IN ('thread', 'inquiry')),
    subject_id      BIGINT NOT NULL,
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    person_id       BIGINT NOT NULL REFERENCES person (id), -- who raised the voice
    at              BIGINT NOT NULL,
    UNIQUE (subject_kind, subject_id, organisation_id)
);
CREATE INDEX concern_organisation ON concern (organisation_id, subject_kind, subject_id);

-- Package inquiry: questions to programme management.
CREATE TABLE inquiry (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    number           TEXT NOT NULL UNIQUE, -- FPM-2026-0042
    year             INTEGER NOT NULL,
    serial           INTEGER NOT NULL,     -- without gaps within the year
    board_id         BIGINT NOT NULL REFERENCES board (id),
    title            TEXT NOT NULL,
    source           TEXT NOT NULL,        -- the question, Markdown
    html             TEXT NOT NULL,
    background       TEXT NOT NULL,        -- Markdown, '' for none
    background_html  TEXT NOT NULL,
    pipeline         INTEGER NOT NULL,     -- version of the rendering of both
    asker_id         BIGINT NOT NULL REFERENCES person (id),
    organisation_id  BIGINT NOT NULL REFERENCES organisation (id), -- at the time of asking
    asker_left       BOOLEAN NOT NULL,     -- took the question back while others supported it
    entered_by       BIGINT NOT NULL REFERENCES person (id),       -- the asker, or who escalated the thread
    thread_id        BIGINT REFERENCES thread (id),
    desk_only        BOOLEAN NOT NULL,     -- hidden from all but the asking side and the desk
    state            TEXT NOT NULL CHECK (state IN ('received', 'examining', 'assigned', 'in-progress', 'asked-back', 'resting',
                                                    'merged', 'for-release', 'handed-over', 'declined', 'answered', 'withdrawn')),
    former_state     TEXT NOT NULL,        -- before it was merged, '' otherwise
    merged_into      BIGINT REFERENCES inquiry (id), -- the inquiry that it was merged into
    lead_id          BIGINT,               -- the one at the head of all merged ones; itself when not merged
    assignee_id      BIGINT REFERENCES person (id),
    substitute_id    BIGINT REFERENCES person (id),
    competent_body   TEXT NOT NULL,        -- to whom it was handed over, '' otherwise
    calendar         TEXT NOT NULL,        -- Land whose working days count, '' for none
    due              TEXT NOT NULL,        -- date
    stopped_on       TEXT NOT NULL,        -- date since which the clock stands still, '' while it runs
    asked_back_on    TEXT NOT NULL,        -- date of the open Rückfrage, '' for none
    reminded_on      TEXT NOT NULL,        -- date of the reminder of that, '' for none
    tickler          TEXT NOT NULL,        -- Wiedervorlage, date or ''
    answered_on      TEXT NOT NULL,        -- date of the last answer, '' for none
    followed_up      BOOLEAN NOT NULL,     -- the asker used the one Nachfrage
    asked_at         BIGINT NOT NULL,
    changed_at       BIGINT NOT NULL,
    revision         INTEGER NOT NULL,     -- counts every act
    once_key         TEXT NOT NULL,
    UNIQUE (year, serial),
    UNIQUE (entered_by, once_key)
);
CREATE INDEX inquiry_state ON inquiry (state, due);
CREATE INDEX inquiry_board ON inquiry (board_id, state);
CREATE INDEX inquiry_organisation ON inquiry (organisation_id);
CREATE INDEX inquiry_asker ON inquiry (asker_id);
CREATE INDEX inquiry_lead ON inquiry (lead_id);
CREATE INDEX inquiry_thread ON inquiry (thread_id) WHERE thread_id IS NOT NULL;
CREATE INDEX inquiry_pipeline ON inquiry (pipeline);

CREATE TABLE inquiry_service (
    inquiry_id BIGINT NOT NULL REFERENCES inquiry (id),
    service_id BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (inquiry_id, service_id)
);
CREATE INDEX inquiry_service_service ON inquiry_service (service_id, inquiry_id);

-- The history of an inquiry; its rows never change.
CREATE TABLE inquiry_step (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    inquiry_id  BIGINT NOT NULL REFERENCES inquiry (id),
    at          BIGINT NOT NULL,
    act         TEXT NOT NULL,
    from_state  TEXT NOT NULL, -- '' for the first step
    to_state    TEXT NOT NULL,
    actor_id    BIGINT REFERENCES person (id), -- NULL: the system
    desk        BOOLEAN NOT NULL, -- the actor acted for programme management
    internal    BOOLEAN NOT NULL, -- only the desk learns of the step
    reason      TEXT NOT NULL,
    private     BOOLEAN NOT NULL, -- only the desk learns of the reason
    assignee_id BIGINT REFERENCES person (id), -- to whom it was assigned
    other_id    BIGINT REFERENCES inquiry (id) -- into which it was merged
);
CREATE INDEX inquiry_step_inquiry ON inquiry_step (inquiry_id, id);

-- +goose StatementBegin
CREATE TRIGGER inquiry_step_unchanged
BEFORE UPDATE ON inquiry_step
BEGIN
    SELECT RAISE(ABORT, 'the history of an inquiry cannot be changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER inquiry_step_undeleted
BEFORE DELETE ON inquiry_step
BEGIN
    SELECT RAISE(ABORT, 'the history of an inquiry cannot be deleted');
END;
-- +goose StatementEnd

-- What the desk and the asking side wrote to each other.
CREATE TABLE inquiry_message (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    inquiry_id      BIGINT NOT NULL REFERENCES inquiry (id),
    kind            TEXT NOT NULL CHECK (kind IN ('question', 'response', 'follow-up', 'hand-over')),
    author_id       BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id), -- at the time of writing
    at              BIGINT NOT NULL,
    source          TEXT NOT NULL,
    html            TEXT NOT NULL,
    pipeline        INTEGER NOT NULL,
    once_key        TEXT NOT NULL,
    UNIQUE (author_id, once_key)
);
CREATE INDEX inquiry_message_inquiry ON inquiry_message (inquiry_id, id);
CREATE INDEX inquiry_message_pipeline ON inquiry_message (pipeline);

-- Vermerke: only the desk reads them.
CREATE TABLE inquiry_note (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    inquiry_id BIGINT NOT NULL REFERENCES inquiry (id),
    author_id  BIGINT NOT NULL REFERENCES person (id),
    at         BIGINT NOT NULL,
    source     TEXT NOT NULL,
    html       TEXT NOT NULL,
    pipeline   INTEGER NOT NULL,
    once_key   TEXT NOT NULL,
    UNIQUE (author_id, once_key)
);
CREATE INDEX inquiry_note_inquiry ON inquiry_note (inquiry_id, id);
CREATE INDEX inquiry_note_pipeline ON inquiry_note (pipeline);

CREATE TABLE official_answer (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    inquiry_id     BIGINT NOT NULL UNIQUE REFERENCES inquiry (id),
    number         TEXT NOT NULL UNIQUE, -- the inquiry's, for ever
    board_id       BIGINT NOT NULL REFERENCES board (id),
    latest_id      BIGINT,               -- the newest version that was released, NULL before the first
    expiry_noticed BOOLEAN NOT NULL      -- that its validity ended was told to the event log
);
CREATE INDEX official_answer_board ON official_answer (board_id);

CREATE TABLE answer_version (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    answer_id      BIGINT NOT NULL REFERENCES official_answer (id),
    version        INTEGER NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('draft', 'released', 'withdrawn')),
    question       TEXT NOT NULL, -- the question in one sentence, as the answer's readers see it
    short          TEXT NOT NULL,
    source         TEXT NOT NULL,
    html           TEXT NOT NULL,
    pipeline       INTEGER NOT NULL,
    body           TEXT NOT NULL, -- answering body
    valid_from     TEXT NOT NULL, -- date or ''
    valid_until    TEXT NOT NULL, -- date, that day included, or ''
    legal_basis    TEXT NOT NULL,
    scope          TEXT NOT NULL,
    audience       TEXT NOT NULL CHECK (audience IN ('public', 'members', 'board', 'asker')),
    saved_at       BIGINT NOT NULL,
    released_at    BIGINT,
    released_by    BIGINT REFERENCES person (id),
    withdrawn_at   BIGINT,
    withdrawn_by   BIGINT REFERENCES person (id),
    withdrawn_why  TEXT NOT NULL,
    once_key       TEXT NOT NULL, -- of the form that last saved it
    UNIQUE (answer_id, version)
);
CREATE INDEX answer_version_released ON answer_version (released_at) WHERE state = 'released';
CREATE INDEX answer_version_pipeline ON answer_version (pipeline);

-- Everybody who wrote on a version: none of them may release it.
CREATE TABLE answer_drafter (
    version_id BIGINT NOT NULL REFERENCES answer_version (id),
    person_id  BIGINT NOT NULL REFERENCES person (id),
    PRIMARY KEY (version_id, person_id)
);
