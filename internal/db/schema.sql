-- The whole schema as the migrations make it; a test keeps it true.
-- Written by: KEEP=1 go test ./internal/db -run SchemaFile

CREATE TABLE address_check (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES person (id),
    reminder  BOOLEAN NOT NULL,
    at        BIGINT NOT NULL
);

CREATE TABLE administers (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    ags             TEXT NOT NULL REFERENCES municipality (ags),
    PRIMARY KEY (organisation_id, ags)
) WITHOUT ROWID;

CREATE TABLE alarm (
    kind     TEXT NOT NULL,
    node     TEXT NOT NULL,
    level    TEXT NOT NULL, -- warning, danger
    sentence TEXT NOT NULL,
    since    BIGINT NOT NULL,
    PRIMARY KEY (kind, node)
);

CREATE TABLE alarm_notice (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT NOT NULL,
    over     BOOLEAN NOT NULL,
    sentence TEXT NOT NULL,
    since    BIGINT NOT NULL,
    at       BIGINT NOT NULL
);

CREATE TABLE alias (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    words    TEXT NOT NULL UNIQUE, -- such as "Eine Gemeinde mit 10.000 bis 20.000 Einwohnern in Hessen"
    land     TEXT NOT NULL,        -- the one that the words name, '' for none
    sort_key TEXT NOT NULL
);

CREATE TABLE answer_drafter (
    version_id BIGINT NOT NULL REFERENCES answer_version (id),
    person_id  BIGINT NOT NULL REFERENCES person (id),
    PRIMARY KEY (version_id, person_id)
);

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

CREATE TABLE application (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    key             TEXT NOT NULL,    -- hash of the mailbox, so that known and unknown ones are counted alike
    person_id       BIGINT REFERENCES person (id), -- the member who changes the address; NULL: somebody new
    email           TEXT NOT NULL,    -- '' when the mailbox had an account already: nothing else is kept then
    base            TEXT NOT NULL,    -- the mailbox: the address without +anything
    former          TEXT NOT NULL,    -- the address before the change, '' for somebody new
    name            TEXT NOT NULL,
    function        TEXT NOT NULL,
    employer        TEXT NOT NULL,    -- the organisation in their own words
    reason          TEXT NOT NULL,    -- what they wrote to who decides
    colleague       TEXT NOT NULL,    -- address of the member who is to vouch for them
    password        TEXT NOT NULL,    -- PHC string, chosen when the address was confirmed
    terms           TEXT NOT NULL,    -- version of the terms of use that they agreed to
    state           TEXT NOT NULL CHECK (state IN ('asked', 'waiting', 'admitted', 'refused')),
    organisation_id BIGINT REFERENCES organisation (id), -- where they were admitted
    vouching_id     BIGINT REFERENCES person (id),       -- the colleague, when there is one
    vouched         BOOLEAN,          -- NULL: not answered
    verdict         TEXT NOT NULL,    -- why it was refused
    created_at      BIGINT NOT NULL,
    confirmed_at    BIGINT,
    decided_at      BIGINT
);

CREATE TABLE attachment (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id       BIGINT REFERENCES person (id),       -- who uploaded it; NULL once the account is erased
    organisation_id BIGINT REFERENCES organisation (id), -- to whose quota it counts; NULL with person_id
    post_id         BIGINT REFERENCES post (id),
    held_reply_id   BIGINT REFERENCES held_reply (id),   -- at most one of both is set; none until the text is sent
    position        BIGINT NOT NULL DEFAULT 0,           -- within the post
    name            TEXT NOT NULL,
    media_type      TEXT NOT NULL,
    size            BIGINT NOT NULL,                     -- bytes
    sha256          TEXT NOT NULL DEFAULT '',            -- '' until the file was looked at
    thumbnail       TEXT NOT NULL DEFAULT '',            -- hash of a picture's small one
    width           BIGINT NOT NULL DEFAULT 0,           -- pixels of a picture
    height          BIGINT NOT NULL DEFAULT 0,
    alt             TEXT NOT NULL DEFAULT '',            -- what a picture shows, in words
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT                               -- NULL once the text is sent
, chunks BIGINT, subject TEXT NOT NULL DEFAULT '', subject_id BIGINT, since BIGINT NOT NULL DEFAULT 0, until BIGINT NOT NULL DEFAULT 0, read_failures BIGINT NOT NULL DEFAULT 0, read_failed_at BIGINT);

CREATE TABLE attachment_page (
    attachment_id BIGINT NOT NULL REFERENCES attachment (id),
    position      BIGINT NOT NULL, -- from 0
    chunk         BIGINT NOT NULL, -- from 0
    number        BIGINT NOT NULL, -- of a page or slide; 0 where the format knows none
    name          TEXT NOT NULL,   -- of a table
    text          TEXT NOT NULL,
    PRIMARY KEY (attachment_id, position)
);

CREATE TABLE attempt (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    kind      TEXT NOT NULL,                 -- what is counted
    key       TEXT NOT NULL,                 -- hash of kind and of whose attempt it is
    person_id BIGINT REFERENCES person (id), -- the account concerned; NULL: none
    at        BIGINT NOT NULL,
    until     BIGINT NOT NULL                -- when it counts no more
);

CREATE TABLE audit (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         BIGINT NOT NULL,
    actor_id   BIGINT,
    act        TEXT NOT NULL,
    subject    TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    reason     TEXT NOT NULL
, organisation_id BIGINT REFERENCES organisation (id));

CREATE TABLE backup (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    kind      TEXT NOT NULL CHECK (kind IN ('backup', 'drill')),
    scheduled BOOLEAN NOT NULL, -- by the server, and not by a command
    place     TEXT NOT NULL,    -- where to, or from
    began_at  BIGINT NOT NULL,
    ended_at  BIGINT,           -- NULL while it runs, and of one that was interrupted
    bytes     BIGINT NOT NULL,
    whole     BOOLEAN NOT NULL,
    problem   TEXT NOT NULL     -- why it is not
);

CREATE TABLE blob_removal (
    sha256 TEXT PRIMARY KEY,
    at     BIGINT NOT NULL
);

CREATE TABLE board (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    slug            TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    description     TEXT NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('subject', 'beyond', 'unsorted')),
    position        INTEGER NOT NULL,
    audience        TEXT NOT NULL CHECK (audience IN ('public', 'members', 'restricted')),
    subject_area_id BIGINT REFERENCES subject_area (id),
    four_eyes       BOOLEAN NOT NULL, -- official answers need a second programme manager
    indexable       BOOLEAN NOT NULL  -- search engines may list its public threads
, first_review BOOLEAN NOT NULL DEFAULT FALSE, semi_anonymous BOOLEAN NOT NULL DEFAULT FALSE, archived_at BIGINT, created_at BIGINT NOT NULL DEFAULT 0);

CREATE TABLE board_admission (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    board_id          BIGINT NOT NULL REFERENCES board (id),
    organisation_kind TEXT,
    circle_id         BIGINT REFERENCES circle (id),
    CHECK ((organisation_kind IS NULL) <> (circle_id IS NULL))
);

CREATE TABLE board_barred (
    event_id  BIGINT PRIMARY KEY, -- of the end
    board_id  BIGINT NOT NULL REFERENCES board (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    name      TEXT NOT NULL,      -- of the board, as this person knew it
    at        BIGINT NOT NULL
, first_id BIGINT NOT NULL DEFAULT 0);

CREATE TABLE board_exclusion (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id          BIGINT NOT NULL REFERENCES board_narrowing (event_id),
    organisation_kind TEXT,
    circle_id         BIGINT REFERENCES circle (id),
    CHECK ((organisation_kind IS NULL) <> (circle_id IS NULL))
);

CREATE TABLE board_figures (
    board_id     BIGINT PRIMARY KEY REFERENCES board (id),
    threads      INTEGER NOT NULL,
    last_post_at BIGINT NOT NULL
, version BIGINT NOT NULL DEFAULT 0);

CREATE TABLE board_narrowing (
    event_id BIGINT PRIMARY KEY, -- of the change
    board_id BIGINT NOT NULL REFERENCES board (id),
    name     TEXT NOT NULL,      -- of the board, as these people knew it
    audience TEXT NOT NULL CHECK (audience IN ('public', 'members', 'restricted')), -- before
    at       BIGINT NOT NULL
);

CREATE TABLE bookmark (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES person (id),
    post_id   BIGINT NOT NULL REFERENCES post (id),
    note      TEXT NOT NULL,    -- '' for none
    remind_on TEXT NOT NULL,    -- date, '' for none
    reminded  BOOLEAN NOT NULL, -- the log has the event of the reminder
    at        BIGINT NOT NULL,
    UNIQUE (person_id, post_id)
);

CREATE TABLE catalogue_file (
    name      TEXT PRIMARY KEY,
    sha256    TEXT NOT NULL,
    edition   INTEGER NOT NULL, -- of the program's way to read files
    loaded_at BIGINT NOT NULL
);

CREATE TABLE circle (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE
, sort_key TEXT NOT NULL DEFAULT '');

CREATE TABLE circle_member (
    circle_id BIGINT NOT NULL REFERENCES circle (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    PRIMARY KEY (circle_id, person_id)
);

CREATE TABLE citation (
    post_id   BIGINT NOT NULL REFERENCES post (id),
    answer_id BIGINT NOT NULL REFERENCES official_answer (id),
    PRIMARY KEY (post_id, answer_id)
) WITHOUT ROWID;

CREATE TABLE "concern" (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    subject_kind    TEXT NOT NULL CHECK (subject_kind IN ('thread', 'inquiry')),
    subject_id      BIGINT NOT NULL,
    organisation_id BIGINT REFERENCES organisation (id),
    person_id       BIGINT REFERENCES person (id), -- who raised the voice, NULL for an erased account
    at              BIGINT NOT NULL, alias_id BIGINT REFERENCES alias (id) -- of who asked; nobody else is named by it
    CHECK ((organisation_id IS NULL) = (alias_id IS NOT NULL) AND (person_id IS NULL OR alias_id IS NULL)), merged_from BIGINT REFERENCES thread (id), note TEXT NOT NULL DEFAULT '', note_by BIGINT REFERENCES person (id), note_revision BIGINT NOT NULL DEFAULT 0, note_removed TEXT NOT NULL DEFAULT '',
    UNIQUE (subject_kind, subject_id, organisation_id)
);

CREATE TABLE consent (
    person_id BIGINT NOT NULL REFERENCES person (id),
    version   TEXT NOT NULL, -- of the terms, a date
    at        BIGINT NOT NULL,
    PRIMARY KEY (person_id, version)
) WITHOUT ROWID;

CREATE TABLE consultation (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    board_id        BIGINT NOT NULL REFERENCES board (id),
    state           TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed', 'decided', 'withdrawn')),
    title           TEXT NOT NULL,
    issuer          TEXT NOT NULL,      -- the issuing body
    intro           TEXT NOT NULL,      -- Markdown
    intro_html      TEXT NOT NULL,
    outcome         TEXT NOT NULL,      -- Markdown, '' until it is published
    outcome_html    TEXT NOT NULL,
    pipeline        BIGINT NOT NULL,    -- of both
    document_id     BIGINT REFERENCES document (id), -- of the library, from which it comes
    ends_on         TEXT NOT NULL,      -- last day, that day included; '' in a draft
    disclosure      TEXT NOT NULL CHECK (disclosure IN ('at-once', 'after-end')), -- when readers see the positions
    guests          BOOLEAN NOT NULL,   -- on a public board guests see them too
    reminded_for    TEXT NOT NULL,      -- the last day of which the event log was told that it is near, '' for none
    revision        BIGINT NOT NULL,    -- counts what those who prepare change
    created_by      BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id), -- of created_by at that time
    created_at      BIGINT NOT NULL,
    opened_at       BIGINT,
    changed_at      BIGINT NOT NULL,    -- with id the key of lists
    once_key        TEXT NOT NULL,
    UNIQUE (created_by, once_key)
);

CREATE TABLE consultation_position (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    consultation_id BIGINT NOT NULL REFERENCES consultation (id),
    section         BIGINT NOT NULL,    -- number of the section
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    stance          TEXT NOT NULL CHECK (stance IN ('', 'agree', 'change', 'reject', 'remark')),
    proposal        TEXT NOT NULL,      -- the wording that is wanted
    reasons         TEXT NOT NULL,
    wording         BIGINT NOT NULL,    -- of the section, to which it refers; 0 for the whole
    revision        BIGINT NOT NULL,
    author_id       BIGINT REFERENCES person (id), -- who saved it last; NULL once the account is erased
    changed_at      BIGINT NOT NULL,
    UNIQUE (consultation_id, organisation_id, section)
);

CREATE TABLE consultation_position_step (
    position_id BIGINT NOT NULL REFERENCES consultation_position (id),
    revision    BIGINT NOT NULL,
    stance      TEXT NOT NULL CHECK (stance IN ('', 'agree', 'change', 'reject', 'remark')),
    proposal    TEXT NOT NULL,
    reasons     TEXT NOT NULL,
    wording     BIGINT NOT NULL,
    person_id   BIGINT REFERENCES person (id), -- NULL once the account is erased
    at          BIGINT NOT NULL,
    PRIMARY KEY (position_id, revision)
) WITHOUT ROWID;

CREATE TABLE consultation_section (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    consultation_id BIGINT NOT NULL REFERENCES consultation (id),
    number          BIGINT NOT NULL,    -- from 1; never changes once the consultation is open
    heading         TEXT NOT NULL,
    source          TEXT NOT NULL,      -- Markdown
    html            TEXT NOT NULL,
    pipeline        BIGINT NOT NULL,
    wording         BIGINT NOT NULL,    -- number of the present wording, from 1
    correction      TEXT NOT NULL,      -- why the present wording replaced the one before, '' for the first
    corrected_at    BIGINT,
    verdict         TEXT NOT NULL CHECK (verdict IN ('', 'adopted', 'partly', 'rejected')), -- of the outcome
    answer          TEXT NOT NULL,      -- why
    once_key        TEXT NOT NULL       -- of the form that added it
);

CREATE TABLE consultation_step (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    consultation_id BIGINT NOT NULL REFERENCES consultation (id),
    act             TEXT NOT NULL CHECK (act IN ('open', 'extend', 'correct', 'close', 'withdraw', 'decide')),
    reason          TEXT NOT NULL,
    ends_on         TEXT NOT NULL,      -- the last day after it
    section         BIGINT NOT NULL,    -- number of the section that was corrected, 0 for other acts
    at              BIGINT NOT NULL
);

CREATE TABLE consultation_wording (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    section_id BIGINT NOT NULL REFERENCES consultation_section (id),
    number     BIGINT NOT NULL,
    heading    TEXT NOT NULL,
    source     TEXT NOT NULL,
    html       TEXT NOT NULL,
    pipeline   BIGINT NOT NULL,
    until_at   BIGINT NOT NULL,
    UNIQUE (section_id, number)
);

CREATE TABLE "cursor" (
    consumer TEXT NOT NULL,
    node     TEXT NOT NULL DEFAULT '', -- '': of the whole forum
    event_id BIGINT NOT NULL,
    PRIMARY KEY (consumer, node)
);

CREATE TABLE data_change (
    n    BIGINT PRIMARY KEY,
    what TEXT NOT NULL
);

CREATE TABLE digest (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES person (id),
    rhythms   TEXT NOT NULL,  -- whose notifications are in it: daily, weekly or both
    since     TEXT NOT NULL,  -- date on which the absence began that it follows, '' for none
    at        BIGINT NOT NULL
);

CREATE TABLE district (
    ags        TEXT PRIMARY KEY, -- 5 digits
    name       TEXT NOT NULL,    -- as people write it
    plain      TEXT NOT NULL,    -- without Stadt, Landkreis …, folded
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    population INTEGER NOT NULL,
    listed     BOOLEAN NOT NULL
);

CREATE TABLE document (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    board_id     BIGINT NOT NULL REFERENCES board (id),
    state        TEXT NOT NULL CHECK (state IN ('valid', 'replaced', 'withdrawn')),
    state_reason TEXT NOT NULL DEFAULT '',        -- why it no longer holds
    replaced_by  BIGINT REFERENCES document (id), -- set only in state replaced
    revision     BIGINT NOT NULL,                 -- counts every change; guards against overwriting
    version_id   BIGINT,                          -- the present version; NULL only while it is made
    created_by   BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id), -- of created_by at that time
    created_at   BIGINT NOT NULL,
    expired      TEXT NOT NULL DEFAULT '',        -- last day after which the event log was told that it holds no more
    changed_at   BIGINT NOT NULL,                 -- with id the key of lists
    once_key     TEXT NOT NULL,
    UNIQUE (created_by, once_key)
);

CREATE TABLE document_service (
    document_id BIGINT NOT NULL REFERENCES document (id),
    service_id  BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (document_id, service_id)
) WITHOUT ROWID;

CREATE TABLE document_version (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id     BIGINT NOT NULL REFERENCES document (id),
    number          BIGINT NOT NULL,        -- from 1
    title           TEXT NOT NULL,
    issuer          TEXT NOT NULL,
    dated           TEXT NOT NULL,          -- day of the document
    reference       TEXT NOT NULL,          -- '' for none
    reference_key   TEXT NOT NULL,          -- of the reference: markdown.ReferenceKey
    valid_from      TEXT NOT NULL,          -- days; '' for no limit
    valid_until     TEXT NOT NULL,          -- that day included
    link            TEXT NOT NULL,          -- address of the official source, '' for none
    source          TEXT NOT NULL,          -- Markdown: what it is about
    html            TEXT NOT NULL,
    pipeline        BIGINT NOT NULL,
    news            TEXT NOT NULL,          -- what this version changes, '' for the first
    saved_by        BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id), -- of saved_by at that time
    saved_at        BIGINT NOT NULL,
    once_key        TEXT NOT NULL,
    UNIQUE (document_id, number)
);

CREATE TABLE "event" (
    id       INTEGER PRIMARY KEY, -- from event_log.head
    kind     TEXT NOT NULL,
    subject  BIGINT NOT NULL,
    actor_id BIGINT REFERENCES person (id),
    at       BIGINT NOT NULL,
    nonce    BIGINT NOT NULL
);

CREATE TABLE event_log (id TEXT NOT NULL PRIMARY KEY, head BIGINT NOT NULL DEFAULT 0, outdated BIGINT NOT NULL DEFAULT 0);

CREATE TABLE event_loss (
    consumer TEXT NOT NULL PRIMARY KEY,
    event_id BIGINT NOT NULL, -- the last one that the consumer knew
    head     BIGINT NOT NULL, -- the last one that the database had then
    found_at BIGINT NOT NULL
);

CREATE TABLE factor_change (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES person (id),
    what      TEXT NOT NULL,
    at        BIGINT NOT NULL
);

CREATE TABLE factor_failure (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES person (id),
    at        BIGINT NOT NULL
);

CREATE TABLE fanout (
    event_id    BIGINT NOT NULL,
    part        INTEGER NOT NULL, -- of the event's places, from 0
    kind        TEXT NOT NULL,
    subject     BIGINT NOT NULL,
    actor_id    BIGINT REFERENCES person (id),
    at          BIGINT NOT NULL,
    last_person BIGINT NOT NULL, -- everybody up to this id was told
    turn        BIGINT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, next_at BIGINT NOT NULL DEFAULT 0, -- the lowest is next
    PRIMARY KEY (event_id, part)
) WITHOUT ROWID;

CREATE TABLE faq_article (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    board_id        BIGINT NOT NULL REFERENCES board (id),
    title           TEXT NOT NULL, -- the question
    short           TEXT NOT NULL, -- the short answer, plain text; '' only in drafts
    source          TEXT NOT NULL, -- Markdown; '' only in drafts
    html            TEXT NOT NULL,
    pipeline        INTEGER NOT NULL, -- version of the rendering
    scope           TEXT NOT NULL, -- "gilt für", '' for no limit
    as_of           TEXT NOT NULL, -- date: Stand
    review_on       TEXT NOT NULL, -- date: next review; reached means "zu prüfen"
    audience        TEXT NOT NULL CHECK (audience IN ('public', 'members', 'board')),
    state           TEXT NOT NULL CHECK (state IN ('draft', 'published', 'outdated')),
    outdated_reason TEXT, -- set exactly in state outdated
    revision        INTEGER NOT NULL, -- counts every saving; guards against overwriting
    version         INTEGER NOT NULL, -- counts the versions that were kept
    saved_by        BIGINT NOT NULL REFERENCES person (id), -- who wrote the present version
    organisation_id BIGINT NOT NULL REFERENCES organisation (id), -- of saved_by at that time
    saved_at        BIGINT NOT NULL,
    created_by      BIGINT NOT NULL REFERENCES person (id),
    created_at      BIGINT NOT NULL,
    published_at    BIGINT, -- first publication
    changed_at      BIGINT NOT NULL, -- last saved, published or restored: with id the key of lists
    once_key        TEXT NOT NULL, review_noticed TEXT NOT NULL DEFAULT '',
    UNIQUE (created_by, once_key)
);

CREATE TABLE faq_departure (
    board_id   BIGINT NOT NULL REFERENCES board (id),
    service_id BIGINT NOT NULL, -- 0: the board as a whole
    audience   TEXT NOT NULL CHECK (audience IN ('public', 'members', 'board')), -- that had it
    at         BIGINT NOT NULL,
    PRIMARY KEY (board_id, service_id, audience)
) WITHOUT ROWID;

CREATE TABLE faq_service (
    article_id BIGINT NOT NULL REFERENCES faq_article (id),
    service_id BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (article_id, service_id)
) WITHOUT ROWID;

CREATE TABLE faq_source (
    article_id BIGINT NOT NULL REFERENCES faq_article (id),
    kind       TEXT NOT NULL CHECK (kind IN ('thread', 'post', 'answer')),
    subject_id BIGINT NOT NULL,
    thread_id  BIGINT, -- in which the source stands, NULL for an answer without one
    board_id   BIGINT NOT NULL REFERENCES board (id),
    audience   TEXT NOT NULL CHECK (audience IN ('public', 'members', 'board')),
    PRIMARY KEY (article_id, kind, subject_id)
) WITHOUT ROWID;

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

CREATE TABLE faq_version (
    article_id      BIGINT NOT NULL REFERENCES faq_article (id),
    number          INTEGER NOT NULL,
    title           TEXT NOT NULL,
    short           TEXT NOT NULL,
    source          TEXT NOT NULL,
    scope           TEXT NOT NULL,
    as_of           TEXT NOT NULL,
    saved_by        BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    saved_at        BIGINT NOT NULL,
    PRIMARY KEY (article_id, number)
) WITHOUT ROWID;

CREATE TABLE feed_token (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id    BIGINT NOT NULL REFERENCES person (id),
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('board', 'service', 'faq', 'answers', 'thread', 'search')),
    subject_id   BIGINT NOT NULL,      -- 0 where there is one of its kind
    hash         TEXT NOT NULL UNIQUE, -- SHA-256 of the random value in the address
    created_at   BIGINT NOT NULL,
    used_at      BIGINT, changed_at BIGINT,               -- NULL: never; else to the day
    UNIQUE (person_id, subject_kind, subject_id)
);

CREATE TABLE follow (
    person_id    BIGINT NOT NULL REFERENCES person (id),
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('board', 'thread', 'service', 'inquiry', 'article', 'organisation', 'search')),
    subject_id   BIGINT NOT NULL,
    level        TEXT NOT NULL CHECK (level IN ('all', 'threads', 'official', 'none', 'muted')),
    at           BIGINT NOT NULL, -- when the level was chosen
    PRIMARY KEY (person_id, subject_kind, subject_id)
) WITHOUT ROWID;

CREATE TABLE follow_ended (
    person_id    BIGINT NOT NULL REFERENCES person (id),
    batch        BIGINT NOT NULL, -- random; one for each act
    subject_kind TEXT NOT NULL,
    subject_id   BIGINT NOT NULL,
    level        TEXT NOT NULL,   -- as it was before
    at           BIGINT NOT NULL, -- as it was before
    ended_at     BIGINT NOT NULL,
    PRIMARY KEY (person_id, batch, subject_kind, subject_id)
) WITHOUT ROWID;

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

CREATE TABLE follow_setting (
    person_id  BIGINT NOT NULL PRIMARY KEY REFERENCES person (id),
    asking     BOOLEAN NOT NULL,
    replying   BOOLEAN NOT NULL,
    supporting BOOLEAN NOT NULL
) WITHOUT ROWID;

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
    once_key        TEXT NOT NULL, origin_id BIGINT REFERENCES thread (id),
    UNIQUE (author_id, once_key)
);

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
    asker_id         BIGINT REFERENCES person (id),
    organisation_id  BIGINT REFERENCES organisation (id), -- at the time of asking
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
    once_key         TEXT NOT NULL, alias_id BIGINT REFERENCES alias (id) -- of the thread that was escalated
    CHECK ((asker_id IS NULL) = (alias_id IS NOT NULL) AND (organisation_id IS NULL) = (alias_id IS NOT NULL)), origin_id BIGINT REFERENCES thread (id),
    UNIQUE (year, serial),
    UNIQUE (entered_by, once_key)
);

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

CREATE TABLE inquiry_note (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    inquiry_id BIGINT NOT NULL REFERENCES inquiry (id),
    author_id  BIGINT NOT NULL REFERENCES person (id),
    at         BIGINT NOT NULL,
    source     TEXT NOT NULL,
    html       TEXT NOT NULL,
    pipeline   INTEGER NOT NULL,
    once_key   TEXT NOT NULL, organisation_id BIGINT REFERENCES organisation (id),
    UNIQUE (author_id, once_key)
);

CREATE TABLE inquiry_service (
    inquiry_id BIGINT NOT NULL REFERENCES inquiry (id),
    service_id BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (inquiry_id, service_id)
);

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
, organisation_id BIGINT REFERENCES organisation (id));

CREATE TABLE interrupted_form (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES person (id), -- for whom the form was shown
    browser   TEXT NOT NULL,                          -- hash of the browser's cookie
    path      TEXT NOT NULL,                          -- where the form is sent to, with its query
    fields    TEXT NOT NULL,                          -- URL-encoded, never a password or a code
    kept_at   BIGINT NOT NULL
, once_key TEXT NOT NULL DEFAULT '', tab TEXT NOT NULL DEFAULT '', revision BIGINT NOT NULL DEFAULT 0, bytes BIGINT NOT NULL DEFAULT 0);

CREATE TABLE invitation (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    inviter_id      BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    email           TEXT NOT NULL,
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    revoked_at      BIGINT,
    accepted_at     BIGINT
);

CREATE TABLE "job" (
    kind         TEXT NOT NULL,
    node         TEXT NOT NULL DEFAULT '', -- '': the one that leads
    requested_at BIGINT NOT NULL,
    PRIMARY KEY (kind, node)
);

CREATE TABLE joining_link (
    id         TEXT PRIMARY KEY, -- SHA-256 of the link's random value
    purpose    TEXT NOT NULL CHECK (purpose IN ('application', 'invitation', 'check')),
    subject_id BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE keyring (fingerprint TEXT PRIMARY KEY);

CREATE TABLE known_device (
    id        TEXT PRIMARY KEY, -- SHA-256 of the cookie's random value
    person_id BIGINT NOT NULL REFERENCES person (id),
    used_at   BIGINT NOT NULL
);

CREATE TABLE "left_mention" (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL CHECK (kind IN ('post', 'article', 'inquiry', 'profile', 'document', 'consultation', 'reuse')),
    subject_id BIGINT NOT NULL,
    board_id   BIGINT REFERENCES board (id), -- NULL: a profile
    found_at   BIGINT NOT NULL,
    UNIQUE (kind, subject_id)
);

CREATE TABLE linked_identity (
    provider  TEXT NOT NULL, -- its key in the configuration
    subject   TEXT NOT NULL, -- the person's unchanging name there
    person_id BIGINT NOT NULL REFERENCES person (id),
    linked_at BIGINT NOT NULL,
    used_at   BIGINT NOT NULL,
    PRIMARY KEY (provider, subject)
);

CREATE TABLE mail_domain (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    name            TEXT NOT NULL,    -- ASCII, lower case
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    subdomains      BOOLEAN NOT NULL, -- the names below it too
    added_at        BIGINT NOT NULL,
    UNIQUE (name, organisation_id)
);

CREATE TABLE mention (
    post_id   BIGINT NOT NULL REFERENCES post (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    told      BOOLEAN NOT NULL, -- handed to those who notify
    PRIMARY KEY (post_id, person_id)
) WITHOUT ROWID;

CREATE TABLE municipality (
    ags          TEXT PRIMARY KEY, -- 8 digits
    name         TEXT NOT NULL,    -- as people write it
    plain        TEXT NOT NULL,    -- without Stadt, Markt …, folded
    kind         TEXT NOT NULL,
    district_ags TEXT NOT NULL REFERENCES district (ags),
    state        TEXT NOT NULL,
    population   INTEGER NOT NULL,
    lat          DOUBLE PRECISION NOT NULL,
    lon          DOUBLE PRECISION NOT NULL,
    search       TEXT NOT NULL,    -- AGS, name and official name
    listed       BOOLEAN NOT NULL
, sort_key TEXT NOT NULL DEFAULT '');

CREATE TABLE node (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,    -- of its machine
    schema     BIGINT NOT NULL,  -- newest migration that its program knows
    started_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    ready      BOOLEAN NOT NULL  -- its index had caught up when it was last seen
);

CREATE TABLE "notification" (
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

CREATE TABLE notify_person (
    person_id    BIGINT PRIMARY KEY REFERENCES person (id),
    absent_from  TEXT NOT NULL, -- date on which the absence was entered, '' for none
    absent_until TEXT NOT NULL  -- its last day, '' for none
);

CREATE TABLE notify_setting (
    person_id BIGINT NOT NULL REFERENCES person (id),
    kind      TEXT NOT NULL,
    rhythm    TEXT NOT NULL CHECK (rhythm IN ('', 'now', 'daily', 'weekly')), -- '': never
    PRIMARY KEY (person_id, kind)
) WITHOUT ROWID;

CREATE TABLE official_answer (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    inquiry_id     BIGINT NOT NULL UNIQUE REFERENCES inquiry (id),
    number         TEXT NOT NULL UNIQUE, -- the inquiry's, for ever
    board_id       BIGINT NOT NULL REFERENCES board (id),
    latest_id      BIGINT,               -- the newest version that was released, NULL before the first
    expiry_noticed BOOLEAN NOT NULL      -- that its validity ended was told to the event log
);

CREATE TABLE one_time_link (
    id         TEXT PRIMARY KEY, -- SHA-256 of the link's random value
    person_id  BIGINT NOT NULL REFERENCES person (id),
    expires_at BIGINT NOT NULL
, purpose TEXT NOT NULL DEFAULT 'choose', request_id BIGINT);

CREATE TABLE organisation (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL, -- Land, '' for the federation
    ags        TEXT UNIQUE,   -- 8 digits: municipality, 5 digits: district
    population INTEGER NOT NULL,
    created_at BIGINT NOT NULL
, search TEXT NOT NULL DEFAULT '', revision INTEGER NOT NULL DEFAULT 1, dissolved_on TEXT NOT NULL DEFAULT '', successor_id BIGINT REFERENCES organisation (id), sort_key TEXT NOT NULL DEFAULT '', lat DOUBLE PRECISION, lon DOUBLE PRECISION);

CREATE TABLE "outbox" (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id   BIGINT REFERENCES person (id), -- the recipient; NULL: somebody without an account
    kind        TEXT NOT NULL,
    subject_id  BIGINT NOT NULL, -- what the mail is about; the kind says of which table
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dropped', 'failed', 'unclear')),
    attempts    INTEGER NOT NULL,
    doubts      INTEGER NOT NULL, -- times it was handed over without knowing what became of it
    next_at     BIGINT NOT NULL,
    lease_until BIGINT,           -- somebody is sending it until then
    message_id  TEXT NOT NULL,    -- random; the same in every attempt
    created_at  BIGINT NOT NULL,
    sent_at     BIGINT,
    error       TEXT NOT NULL     -- in our own words and the server's numbers
);

CREATE TABLE page_check (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    ended_at BIGINT NOT NULL,
    checked  TEXT NOT NULL,   -- what was looked at, in German
    defects  INTEGER NOT NULL,
    first    TEXT NOT NULL    -- the first defect, '' for none
);

CREATE TABLE passkey (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id     BIGINT NOT NULL REFERENCES person (id),
    credential_id TEXT NOT NULL UNIQUE, -- base64url
    name          TEXT NOT NULL,        -- as its owner calls it
    record        TEXT NOT NULL,        -- JSON: public key, flags, signature counter
    created_at    BIGINT NOT NULL,
    used_at       BIGINT
);

CREATE TABLE passkey_challenge (
    id         TEXT PRIMARY KEY, -- SHA-256 of the random value that the browser holds
    person_id  BIGINT REFERENCES person (id), -- NULL: whoever signs in
    purpose    TEXT NOT NULL,
    record     TEXT NOT NULL, -- JSON: challenge and what is demanded
    expires_at BIGINT NOT NULL
);

CREATE TABLE passkey_user (
    person_id BIGINT PRIMARY KEY REFERENCES person (id),
    handle    TEXT NOT NULL UNIQUE -- base64url
);

CREATE TABLE person (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    email           TEXT NOT NULL UNIQUE, -- lower case
    name            TEXT NOT NULL,
    function        TEXT NOT NULL,        -- what somebody does in the organisation
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    password        TEXT NOT NULL,        -- PHC string, '' until one is chosen
    created_at      BIGINT NOT NULL,
    disabled_at     BIGINT
, address_due BIGINT, address_doubted_at BIGINT, erased_at BIGINT, used_at BIGINT, search TEXT NOT NULL DEFAULT '', sort_key TEXT NOT NULL DEFAULT '', seen_at BIGINT, seen_before BIGINT);

CREATE TABLE portrait (
    person_id BIGINT PRIMARY KEY REFERENCES person (id),
    sha256    TEXT NOT NULL, -- of the picture, part of its address
    picture   BLOB NOT NULL, -- JPEG of a fixed size, made by the program
    at        BIGINT NOT NULL
);

CREATE TABLE post (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id       BIGINT NOT NULL REFERENCES thread (id),
    position        INTEGER NOT NULL, -- 1 is the question; never changes, so pages and links stay
    author_id       BIGINT REFERENCES person (id),
    organisation_id BIGINT REFERENCES organisation (id), -- at the time of writing
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
    once_key        TEXT NOT NULL, asker_id BIGINT REFERENCES person (id), asker_organisation_id BIGINT REFERENCES organisation (id), alias_id BIGINT REFERENCES alias (id)
    CHECK ((author_id IS NULL) = (alias_id IS NOT NULL) AND (organisation_id IS NULL) = (alias_id IS NOT NULL)), shown_id BIGINT, mentions TEXT NOT NULL DEFAULT '', state_at BIGINT, attachments BIGINT NOT NULL DEFAULT 0, solution_states TEXT NOT NULL DEFAULT '', solution_sizes TEXT NOT NULL DEFAULT '',
    UNIQUE (thread_id, position),
    UNIQUE (author_id, once_key)
);

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

CREATE TABLE profile (
    id         BIGINT PRIMARY KEY REFERENCES person (id), -- the person's
    source     TEXT NOT NULL, -- Markdown about oneself
    html       TEXT NOT NULL,
    pipeline   INTEGER NOT NULL,
    phone      TEXT NOT NULL, -- '' for none; members see it
    show_email BOOLEAN NOT NULL,
    revision   INTEGER NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE profile_board (
    person_id BIGINT NOT NULL REFERENCES person (id),
    board_id  BIGINT NOT NULL REFERENCES board (id),
    PRIMARY KEY (person_id, board_id)
) WITHOUT ROWID;

CREATE TABLE profile_service (
    person_id  BIGINT NOT NULL REFERENCES person (id),
    service_id BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (person_id, service_id)
) WITHOUT ROWID;

CREATE TABLE read_baseline (
    person_id BIGINT NOT NULL REFERENCES person (id),
    board_id  BIGINT NOT NULL,
    post_id   BIGINT NOT NULL, version BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (person_id, board_id)
) WITHOUT ROWID;

CREATE TABLE read_mark (
    person_id BIGINT NOT NULL REFERENCES person (id),
    thread_id BIGINT NOT NULL REFERENCES thread (id),
    position  INTEGER NOT NULL,
    exception BOOLEAN NOT NULL, -- what follows is unread even below the baseline
    reset_at  BIGINT,           -- when the person last marked posts as unread again; NULL: never
    PRIMARY KEY (person_id, thread_id)
) WITHOUT ROWID;

CREATE TABLE read_range (
    person_id BIGINT NOT NULL REFERENCES person (id),
    thread_id BIGINT NOT NULL REFERENCES thread (id),
    act       BIGINT NOT NULL,  -- counts within the thread; the latest one decides
    first     BIGINT NOT NULL,  -- positions
    last      BIGINT NOT NULL,
    read_to   BIGINT NOT NULL,  -- posts up to this place in the order of all posts are read
    PRIMARY KEY (person_id, thread_id, act, first)
) WITHOUT ROWID;

CREATE TABLE recovery_code (
    id        TEXT PRIMARY KEY, -- SHA-256 of person and code
    person_id BIGINT NOT NULL REFERENCES person (id),
    used_at   BIGINT
);

CREATE TABLE register (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    as_of      TEXT NOT NULL,    -- date: Gebietsstand
    body       TEXT NOT NULL,    -- the file; '' once another one was applied
    sha256     TEXT NOT NULL,
    person_id  BIGINT NOT NULL REFERENCES person (id),
    at         BIGINT NOT NULL,  -- of the upload
    applied_at BIGINT            -- NULL: only looked at so far
);

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

CREATE TABLE reset_request (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    key       TEXT NOT NULL,
    person_id BIGINT REFERENCES person (id), -- NULL: nobody gets a link by it (any more)
    at        BIGINT NOT NULL
);

CREATE TABLE reuse (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    service_id      BIGINT NOT NULL REFERENCES service (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    stage           TEXT NOT NULL CHECK (stage IN ('using', 'introducing', 'planning', 'ended')),
    product         TEXT NOT NULL, -- what the online service is called
    provider        TEXT NOT NULL, -- '' if it is not said, as all that follows
    product_key     TEXT NOT NULL, -- hash of product and provider, folded
    operator        TEXT NOT NULL,
    since           TEXT NOT NULL, -- year, or year and month: 2026, 2026-11
    cost            TEXT NOT NULL, -- per year, one of a list
    experience      TEXT NOT NULL,
    financing       TEXT NOT NULL,
    integration     TEXT NOT NULL,
    operation       TEXT NOT NULL,
    interfaces      TEXT NOT NULL,
    assistance      TEXT NOT NULL,
    mailbox         TEXT NOT NULL,
    contact_id      BIGINT REFERENCES person (id), -- who offered to answer questions
    keeper_id       BIGINT REFERENCES person (id), -- who wrote or confirmed it last, and is reminded
    created_at      BIGINT NOT NULL,
    confirmed_at    BIGINT NOT NULL,               -- that it holds
    reminded        BOOLEAN NOT NULL,              -- the log has the event that it is to be confirmed
    revision        BIGINT NOT NULL,               -- counts the edits
    UNIQUE (service_id, organisation_id, product_key)
);

CREATE TABLE reuse_removal (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    service_id      BIGINT NOT NULL REFERENCES service (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    product         TEXT NOT NULL,
    reason          TEXT NOT NULL,
    keeper_id       BIGINT REFERENCES person (id), -- who is told
    at              BIGINT NOT NULL
);

CREATE TABLE reuse_step (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    reuse_id  BIGINT NOT NULL REFERENCES reuse (id),
    act       TEXT NOT NULL,
    stage     TEXT NOT NULL,                 -- of the entry after it
    person_id BIGINT REFERENCES person (id), -- NULL once the account is erased
    at        BIGINT NOT NULL
);

CREATE TABLE role_grant (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id  BIGINT NOT NULL REFERENCES person (id),
    role       TEXT NOT NULL CHECK (role IN ('member', 'moderator', 'faq-editor', 'programme', 'admin')),
    board_id   BIGINT REFERENCES board (id), -- NULL: the whole site
    granted_at BIGINT NOT NULL
);

CREATE TABLE saved_search (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id  BIGINT NOT NULL REFERENCES person (id),
    name       TEXT NOT NULL,
    query      TEXT NOT NULL,   -- as the address of the search page carries it
    created_at BIGINT NOT NULL,
    event_id   BIGINT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, next_at BIGINT NOT NULL DEFAULT 0, -- whoever follows it was told of everything up to this event
    UNIQUE (person_id, query)
);

CREATE TABLE search_recheck (
    board_id BIGINT PRIMARY KEY REFERENCES board (id),
    event_id BIGINT NOT NULL
);

CREATE TABLE sent_form (
    person_id BIGINT NOT NULL REFERENCES person (id),
    once_key  TEXT NOT NULL,
    digest    TEXT NOT NULL,  -- hash of what was sent
    sent_at   BIGINT NOT NULL,
    PRIMARY KEY (person_id, once_key)
);

CREATE TABLE service (
    id              INTEGER PRIMARY KEY,
    subject_area_id BIGINT NOT NULL REFERENCES subject_area (id),
    situation_id    BIGINT NOT NULL REFERENCES situation (id),
    name            TEXT NOT NULL,
    search          TEXT NOT NULL, -- OZG-ID and name
    listed          BOOLEAN NOT NULL
, sort_key TEXT NOT NULL DEFAULT '');

CREATE TABLE session (
    id         TEXT PRIMARY KEY, -- SHA-256 of the cookie's random value
    person_id  BIGINT NOT NULL REFERENCES person (id),
    device     TEXT NOT NULL,    -- browser and system in words
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
, proved_at BIGINT, fresh_at BIGINT NOT NULL DEFAULT 0);

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE single_service (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    leika_key  TEXT NOT NULL, -- 14 digits, '' where LeiKa has none
    name       TEXT NOT NULL,
    type       TEXT NOT NULL, -- Typ of the catalogue, such as 2/3
    laws       TEXT NOT NULL,
    service_id BIGINT REFERENCES service (id),
    search     TEXT NOT NULL, -- name
    listed     BOOLEAN NOT NULL
, sort_key TEXT NOT NULL DEFAULT '');

CREATE TABLE situation (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    subject_area_id BIGINT NOT NULL REFERENCES subject_area (id),
    slug            TEXT NOT NULL,
    name            TEXT NOT NULL,
    position        INTEGER NOT NULL,
    listed          BOOLEAN NOT NULL,
    UNIQUE (subject_area_id, slug)
);

CREATE TABLE subject_area (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    slug        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    lead_states TEXT NOT NULL, -- who leads: Länder and others, one a line
    position    INTEGER NOT NULL,
    listed      BOOLEAN NOT NULL
);

CREATE TABLE thread (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    board_id           BIGINT NOT NULL REFERENCES board (id),
    situation_id       BIGINT REFERENCES situation (id), -- Lage of the first tagged service
    title              TEXT NOT NULL,
    state              TEXT NOT NULL CHECK (state IN ('open', 'answered', 'official', 'outdated')),
    author_id          BIGINT REFERENCES person (id),
    organisation_id    BIGINT REFERENCES organisation (id), -- at the time of writing
    created_at         BIGINT NOT NULL,
    last_post_at       BIGINT NOT NULL,
    last_post_id       BIGINT NOT NULL, -- with last_post_at the key of a board's list
    replies            INTEGER NOT NULL,
    pinned             BOOLEAN NOT NULL,
    hidden             BOOLEAN NOT NULL, -- its question was hidden; only moderators and its author see it
    locked_reason      TEXT,             -- NULL: replies are welcome
    outdated_reason    TEXT,
    official_answer_id BIGINT,           -- set when an official answer cites it
    once_key           TEXT NOT NULL, asker_id BIGINT REFERENCES person (id), review TEXT NOT NULL DEFAULT '' CHECK (review IN ('', 'waiting', 'refused')), review_reason TEXT NOT NULL DEFAULT '', held INTEGER NOT NULL DEFAULT 0, alias_id BIGINT REFERENCES alias (id)
    CHECK ((author_id IS NULL) = (alias_id IS NOT NULL) AND (organisation_id IS NULL) = (alias_id IS NOT NULL)), newest_id BIGINT, newest_position INTEGER, newest_author_id BIGINT REFERENCES person (id), unhelped INTEGER NOT NULL DEFAULT 0, reported INTEGER NOT NULL DEFAULT 0, merged_into BIGINT REFERENCES thread (id), mixed BOOLEAN NOT NULL DEFAULT FALSE, vacated BIGINT NOT NULL DEFAULT 0,
    UNIQUE (author_id, once_key)
);

CREATE TABLE thread_day (
    board_id     BIGINT NOT NULL,
    day          INTEGER NOT NULL, -- last_post_at in whole days since 1970, UTC
    state        TEXT NOT NULL,
    situation_id BIGINT NOT NULL,  -- 0: none
    threads      INTEGER NOT NULL,
    PRIMARY KEY (board_id, day, state, situation_id)
) WITHOUT ROWID;

CREATE TABLE thread_departure (
    board_id   BIGINT NOT NULL REFERENCES board (id),
    service_id BIGINT NOT NULL, -- 0: the board as a whole
    at         BIGINT NOT NULL,
    PRIMARY KEY (board_id, service_id)
) WITHOUT ROWID;

CREATE TABLE thread_move (
    event_id  BIGINT PRIMARY KEY, -- of the move
    thread_id BIGINT NOT NULL REFERENCES thread (id),
    board_id  BIGINT NOT NULL REFERENCES board (id), -- where it was
    at        BIGINT NOT NULL
);

CREATE TABLE thread_service (
    thread_id  BIGINT NOT NULL REFERENCES thread (id),
    service_id BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (thread_id, service_id)
) WITHOUT ROWID;

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

CREATE TABLE thread_transfer_post (
    transfer_id   BIGINT NOT NULL REFERENCES thread_transfer (id),
    post_id       BIGINT NOT NULL REFERENCES post (id),
    from_position BIGINT NOT NULL,
    to_position   BIGINT NOT NULL,
    PRIMARY KEY (transfer_id, post_id)
) WITHOUT ROWID;

CREATE TABLE totp (
    person_id  BIGINT PRIMARY KEY REFERENCES person (id),
    secret     TEXT NOT NULL,   -- base32, as the app holds it
    last_step  BIGINT NOT NULL, -- time step of the last accepted code: none works twice
    created_at BIGINT NOT NULL,
    used_at    BIGINT NOT NULL
);

CREATE TABLE totp_offer (
    person_id BIGINT PRIMARY KEY REFERENCES person (id),
    secret    TEXT NOT NULL,
    at        BIGINT NOT NULL
);

CREATE INDEX address_check_person ON address_check (person_id, at);

CREATE INDEX administers_ags ON administers (ags);

CREATE INDEX alarm_notice_kind ON alarm_notice (kind, id);

CREATE INDEX answer_version_pipeline ON answer_version (pipeline);

CREATE INDEX answer_version_released ON answer_version (released_at) WHERE state = 'released';

CREATE INDEX application_base ON application (base);

CREATE INDEX application_key ON application (key, created_at);

CREATE INDEX application_person ON application (person_id);

CREATE INDEX application_state ON application (state, id);

CREATE INDEX application_vouching ON application (vouching_id);

CREATE INDEX attachment_expires ON attachment (expires_at) WHERE expires_at IS NOT NULL;

CREATE INDEX attachment_held_reply ON attachment (held_reply_id) WHERE held_reply_id IS NOT NULL;

CREATE INDEX attachment_organisation ON attachment (organisation_id, size) WHERE organisation_id IS NOT NULL;

CREATE INDEX attachment_person ON attachment (person_id, created_at) WHERE person_id IS NOT NULL;

CREATE INDEX attachment_post ON attachment (post_id) WHERE post_id IS NOT NULL;

CREATE INDEX attachment_sha256 ON attachment (sha256);

CREATE INDEX attachment_subject ON attachment (subject_id) WHERE subject_id IS NOT NULL;

CREATE INDEX attachment_thumbnail ON attachment (thumbnail) WHERE thumbnail <> '';

CREATE INDEX attachment_unread_text ON attachment (id)
    WHERE chunks IS NULL AND expires_at IS NULL AND held_reply_id IS NULL AND subject NOT IN ('evidence', 'inquiry');

CREATE INDEX attempt_key ON attempt (key, at);

CREATE INDEX attempt_person ON attempt (person_id);

CREATE INDEX attempt_until ON attempt (until);

CREATE INDEX audit_subject ON audit (subject, subject_id);

CREATE INDEX board_admission_board ON board_admission (board_id);

CREATE INDEX board_barred_at ON board_barred (at);

CREATE INDEX board_barred_board ON board_barred (board_id, person_id);

CREATE INDEX board_barred_first ON board_barred (first_id);

CREATE INDEX board_barred_person ON board_barred (person_id, board_id, at);

CREATE INDEX board_exclusion_event ON board_exclusion (event_id);

CREATE INDEX board_narrowing_board ON board_narrowing (board_id, at);

CREATE INDEX bookmark_person ON bookmark (person_id, id);

CREATE INDEX bookmark_reminder ON bookmark (remind_on) WHERE remind_on <> '' AND NOT reminded;

CREATE INDEX citation_answer ON citation (answer_id, post_id);

CREATE UNIQUE INDEX concern_alias ON concern (subject_kind, subject_id, alias_id) WHERE alias_id IS NOT NULL;

CREATE INDEX concern_note_by ON concern (note_by) WHERE note_by IS NOT NULL;

CREATE INDEX concern_organisation ON concern (organisation_id, subject_kind, subject_id);

CREATE INDEX concern_person ON concern (person_id);

CREATE INDEX consultation_board ON consultation (board_id, ends_on, id);

CREATE INDEX consultation_document ON consultation (document_id) WHERE document_id IS NOT NULL;

CREATE INDEX consultation_pipeline ON consultation (pipeline);

CREATE INDEX consultation_position_author ON consultation_position (author_id) WHERE author_id IS NOT NULL;

CREATE INDEX consultation_position_organisation ON consultation_position (organisation_id);

CREATE INDEX consultation_position_section ON consultation_position (consultation_id, section, stance);

CREATE INDEX consultation_position_step_person ON consultation_position_step (person_id) WHERE person_id IS NOT NULL;

CREATE INDEX consultation_section_number ON consultation_section (consultation_id, number);

CREATE INDEX consultation_section_pipeline ON consultation_section (pipeline);

CREATE INDEX consultation_state ON consultation (state, ends_on, id);

CREATE INDEX consultation_step_consultation ON consultation_step (consultation_id, id);

CREATE INDEX consultation_wording_pipeline ON consultation_wording (pipeline);

CREATE INDEX digest_person ON digest (person_id, at);

CREATE INDEX district_name ON district (name);

CREATE INDEX document_board ON document (board_id, changed_at, id);

CREATE INDEX document_changed ON document (changed_at, id);

CREATE INDEX document_replaced ON document (replaced_by) WHERE replaced_by IS NOT NULL;

CREATE INDEX document_service_service ON document_service (service_id, document_id);

CREATE INDEX document_version_pipeline ON document_version (pipeline);

CREATE INDEX document_version_reference ON document_version (reference_key) WHERE reference_key <> '';

CREATE INDEX document_version_saved_by ON document_version (saved_by);

CREATE INDEX event_actor ON event (actor_id) WHERE actor_id IS NOT NULL;

CREATE INDEX factor_change_person ON factor_change (person_id, at);

CREATE INDEX factor_failure_person ON factor_failure (person_id, at);

CREATE INDEX fanout_actor ON fanout (actor_id) WHERE actor_id IS NOT NULL;

CREATE INDEX faq_article_board_changed ON faq_article (board_id, state, changed_at, id);

CREATE INDEX faq_article_pipeline ON faq_article (pipeline);

CREATE INDEX faq_article_review ON faq_article (review_on) WHERE state = 'published';

CREATE INDEX faq_article_state_changed ON faq_article (state, changed_at, id);

CREATE INDEX faq_service_service ON faq_service (service_id, article_id);

CREATE INDEX faq_source_subject ON faq_source (kind, subject_id);

CREATE INDEX faq_source_thread ON faq_source (thread_id);

CREATE INDEX faq_suggestion_article ON faq_suggestion (article_id) WHERE article_id IS NOT NULL;

CREATE INDEX faq_suggestion_state ON faq_suggestion (state, id);

CREATE UNIQUE INDEX faq_suggestion_subject ON faq_suggestion (kind, subject_id, person_id) WHERE state IN ('open', 'taken');

CREATE INDEX follow_ended_at ON follow_ended (ended_at);

CREATE INDEX follow_merged_person ON follow_merged (person_id);

CREATE INDEX follow_muted ON follow (person_id, subject_kind, level, subject_id, at) WHERE level = 'muted';

CREATE INDEX follow_subject ON follow (subject_kind, subject_id, person_id, level, at);

CREATE INDEX held_reply_thread ON held_reply (thread_id);

CREATE INDEX inquiry_asker ON inquiry (asker_id);

CREATE INDEX inquiry_board ON inquiry (board_id, state);

CREATE INDEX inquiry_desk ON inquiry (state, due, stopped_on, tickler, board_id, assignee_id, substitute_id);

CREATE INDEX inquiry_lead ON inquiry (lead_id);

CREATE INDEX inquiry_message_inquiry ON inquiry_message (inquiry_id, id);

CREATE INDEX inquiry_message_pipeline ON inquiry_message (pipeline);

CREATE INDEX inquiry_note_inquiry ON inquiry_note (inquiry_id, id);

CREATE INDEX inquiry_note_pipeline ON inquiry_note (pipeline);

CREATE INDEX inquiry_organisation ON inquiry (organisation_id);

CREATE INDEX inquiry_pipeline ON inquiry (pipeline);

CREATE INDEX inquiry_queue ON inquiry ((CASE WHEN stopped_on = '' THEN due ELSE '9' || due END))
WHERE state NOT IN ('merged', 'declined', 'answered', 'withdrawn');

CREATE INDEX inquiry_service_service ON inquiry_service (service_id, inquiry_id);

CREATE INDEX inquiry_step_inquiry ON inquiry_step (inquiry_id, id);

CREATE INDEX inquiry_thread ON inquiry (thread_id) WHERE thread_id IS NOT NULL;

CREATE UNIQUE INDEX interrupted_form_draft ON interrupted_form (person_id, once_key) WHERE browser = '';

CREATE INDEX interrupted_form_person ON interrupted_form (person_id, id);

CREATE INDEX invitation_inviter ON invitation (inviter_id, created_at);

CREATE INDEX joining_link_subject ON joining_link (purpose, subject_id);

CREATE INDEX known_device_person ON known_device (person_id);

CREATE INDEX left_mention_board ON left_mention (board_id, id);

CREATE INDEX linked_identity_person ON linked_identity (person_id);

CREATE INDEX mail_domain_organisation ON mail_domain (organisation_id);

CREATE INDEX mention_person ON mention (person_id);

CREATE INDEX municipality_district ON municipality (district_ags);

CREATE INDEX municipality_name ON municipality (name);

CREATE INDEX notification_digest ON notification (delivery, person_id, id) WHERE delivery IN ('daily', 'weekly');

CREATE INDEX notification_due ON notification (due_at) WHERE delivery = 'now';

CREATE INDEX notification_in_digest ON notification (digest_id) WHERE digest_id IS NOT NULL;

CREATE INDEX notification_in_mail ON notification (mail_id) WHERE mail_id IS NOT NULL;

CREATE INDEX notification_lost ON notification (place_kind, place_id, person_id) WHERE place_kind IN ('lost.thread', 'lost.board');

CREATE INDEX notification_place ON notification (person_id, place_kind, place_id, id);

CREATE INDEX notification_read ON notification (read_at) WHERE read_at IS NOT NULL;

CREATE INDEX notification_thread ON notification (place_id) WHERE place_kind = 'thread';

CREATE INDEX notification_unread ON notification (person_id, place_kind, place_id, position) WHERE read_at IS NULL;

CREATE INDEX official_answer_board ON official_answer (board_id);

CREATE INDEX one_time_link_person ON one_time_link (person_id);

CREATE UNIQUE INDEX organisation_name ON organisation (name, state) WHERE ags IS NULL;

CREATE INDEX organisation_sort_key ON organisation (sort_key, id);

CREATE INDEX organisation_successor ON organisation (successor_id) WHERE successor_id IS NOT NULL;

CREATE INDEX outbox_due ON outbox (state, next_at);

CREATE UNIQUE INDEX outbox_once ON outbox (COALESCE(person_id, 0), kind, subject_id);

CREATE INDEX passkey_challenge_person ON passkey_challenge (person_id);

CREATE INDEX passkey_person ON passkey (person_id);

CREATE INDEX person_erased ON person (erased_at) WHERE erased_at IS NOT NULL;

CREATE INDEX person_organisation ON person (organisation_id);

CREATE INDEX person_sort_key ON person (sort_key, id);

CREATE INDEX post_answers ON post (thread_id, organisation_id, alias_id, position) WHERE state = 'visible' AND position <> 1;

CREATE UNIQUE INDEX post_asker ON post (asker_id, once_key) WHERE asker_id IS NOT NULL;

CREATE INDEX post_author ON post (author_id, id);

CREATE INDEX post_organisation ON post (organisation_id, id);

CREATE INDEX post_pipeline ON post (pipeline);

CREATE INDEX post_shown ON post (shown_id) WHERE shown_id IS NOT NULL;

CREATE INDEX post_solution ON post (thread_id, position) WHERE solution_at IS NOT NULL;

CREATE INDEX post_state ON post (thread_id) WHERE state_at IS NOT NULL AND position = 1;

CREATE INDEX post_withheld ON post (thread_id, position, state) WHERE state <> 'visible';

CREATE INDEX profile_board_board ON profile_board (board_id, person_id);

CREATE INDEX profile_pipeline ON profile (pipeline);

CREATE INDEX profile_service_service ON profile_service (service_id, person_id);

CREATE INDEX read_baseline_board ON read_baseline (board_id);

CREATE INDEX read_mark_exception ON read_mark (person_id, exception, thread_id, position) WHERE exception;

CREATE INDEX read_mark_thread ON read_mark (thread_id);

CREATE INDEX read_range_thread ON read_range (thread_id);

CREATE INDEX recovery_code_person ON recovery_code (person_id);

CREATE INDEX report_decided ON report (decided_at) WHERE outcome <> '';

CREATE UNIQUE INDEX report_open ON report (post_id, person_id) WHERE outcome = '';

CREATE INDEX report_post ON report (post_id, id);

CREATE INDEX reset_request_key ON reset_request (key, at);

CREATE INDEX reset_request_person ON reset_request (person_id);

CREATE INDEX reuse_confirmed ON reuse (confirmed_at);

CREATE INDEX reuse_contact ON reuse (contact_id) WHERE contact_id IS NOT NULL;

CREATE INDEX reuse_keeper ON reuse (keeper_id) WHERE keeper_id IS NOT NULL;

CREATE INDEX reuse_organisation ON reuse (organisation_id);

CREATE INDEX reuse_removal_at ON reuse_removal (at);

CREATE INDEX reuse_removal_keeper ON reuse_removal (keeper_id) WHERE keeper_id IS NOT NULL;

CREATE INDEX reuse_removal_organisation ON reuse_removal (organisation_id, service_id);

CREATE INDEX reuse_step_entry ON reuse_step (reuse_id, id);

CREATE INDEX reuse_step_person ON reuse_step (person_id) WHERE person_id IS NOT NULL;

CREATE INDEX role_grant_board ON role_grant (board_id, role);

CREATE UNIQUE INDEX role_grant_once ON role_grant (person_id, role, COALESCE(board_id, 0));

CREATE INDEX saved_search_event ON saved_search (event_id, id);

CREATE INDEX sent_form_digest ON sent_form (person_id, digest);

CREATE INDEX sent_form_time ON sent_form (sent_at);

CREATE INDEX service_situation ON service (situation_id);

CREATE INDEX service_subject_area ON service (subject_area_id);

CREATE INDEX session_person ON session (person_id);

CREATE UNIQUE INDEX single_service_key ON single_service (leika_key) WHERE leika_key <> '';

CREATE UNIQUE INDEX single_service_name ON single_service (name, COALESCE(service_id, 0)) WHERE leika_key = '';

CREATE INDEX single_service_service ON single_service (service_id);

CREATE UNIQUE INDEX thread_asker ON thread (asker_id, once_key) WHERE asker_id IS NOT NULL;

CREATE INDEX thread_author ON thread (author_id);

CREATE INDEX thread_board_activity ON thread (board_id, last_post_at, last_post_id) WHERE NOT pinned AND NOT hidden;

CREATE INDEX thread_board_created ON thread (board_id, created_at) WHERE NOT hidden;

CREATE INDEX thread_board_situation_activity ON thread (board_id, situation_id, last_post_at, last_post_id) WHERE NOT pinned AND NOT hidden;

CREATE INDEX thread_board_state_activity ON thread (board_id, state, last_post_at, last_post_id) WHERE NOT pinned AND NOT hidden;

CREATE INDEX thread_merged ON thread (merged_into) WHERE merged_into IS NOT NULL;

CREATE INDEX thread_move_thread ON thread_move (thread_id);

CREATE INDEX thread_newest ON thread (board_id, newest_id, newest_position, newest_author_id, hidden, mixed) WHERE NOT hidden;

CREATE INDEX thread_open ON thread (created_at, id) WHERE state = 'open' AND NOT hidden;

CREATE INDEX thread_organisation ON thread (organisation_id, id);

CREATE INDEX thread_pinned ON thread (board_id) WHERE pinned;

CREATE INDEX thread_service_service ON thread_service (service_id, thread_id);

CREATE INDEX thread_transfer_from ON thread_transfer (from_id);

CREATE INDEX thread_transfer_post_post ON thread_transfer_post (post_id);

CREATE INDEX thread_transfer_to ON thread_transfer (to_id);

CREATE INDEX thread_waiting ON thread (board_id) WHERE review = 'waiting';

CREATE TRIGGER inquiry_step_unchanged
BEFORE UPDATE OF id, inquiry_id, at, act, from_state, to_state, actor_id, desk, internal, reason, private, assignee_id, other_id ON inquiry_step
BEGIN
    SELECT RAISE(ABORT, 'the history of an inquiry cannot be changed');
END;

CREATE TRIGGER inquiry_step_undeleted
BEFORE DELETE ON inquiry_step
BEGIN
    SELECT RAISE(ABORT, 'the history of an inquiry cannot be deleted');
END;
