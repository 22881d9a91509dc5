-- +goose Up

-- Package consultation: drafts of rules and plans in numbered sections on which
-- organisations take positions. Who reads the board reads its consultations.
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
CREATE INDEX consultation_board ON consultation (board_id, ends_on, id);
CREATE INDEX consultation_state ON consultation (state, ends_on, id);
CREATE INDEX consultation_document ON consultation (document_id) WHERE document_id IS NOT NULL;
CREATE INDEX consultation_pipeline ON consultation (pipeline);

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
CREATE INDEX consultation_section_number ON consultation_section (consultation_id, number);
CREATE INDEX consultation_section_pipeline ON consultation_section (pipeline);

-- Former wordings of sections that were corrected while positions were taken.
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
CREATE INDEX consultation_wording_pipeline ON consultation_wording (pipeline);

-- What happened to a consultation, for all its readers.
CREATE TABLE consultation_step (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    consultation_id BIGINT NOT NULL REFERENCES consultation (id),
    act             TEXT NOT NULL CHECK (act IN ('open', 'extend', 'correct', 'close', 'withdraw', 'decide')),
    reason          TEXT NOT NULL,
    ends_on         TEXT NOT NULL,      -- the last day after it
    section         BIGINT NOT NULL,    -- number of the section that was corrected, 0 for other acts
    at              BIGINT NOT NULL
);
CREATE INDEX consultation_step_consultation ON consultation_step (consultation_id, id);

-- What an organisation says about a section, or with section 0 about the whole. A position
-- that was withdrawn stays as a row without stance, so that its revisions go on.
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
CREATE INDEX consultation_position_section ON consultation_position (consultation_id, section, stance);
CREATE INDEX consultation_position_organisation ON consultation_position (organisation_id);
CREATE INDEX consultation_position_author ON consultation_position (author_id) WHERE author_id IS NOT NULL;

-- Every state that a position had.
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
CREATE INDEX consultation_position_step_person ON consultation_position_step (person_id) WHERE person_id IS NOT NULL;
