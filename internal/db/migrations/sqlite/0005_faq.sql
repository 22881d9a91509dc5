-- +goose Up

-- Package faq.

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
    once_key        TEXT NOT NULL,
    UNIQUE (created_by, once_key)
);
CREATE INDEX faq_article_state_changed ON faq_article (state, changed_at, id);
CREATE INDEX faq_article_board_changed ON faq_article (board_id, state, changed_at, id);
CREATE INDEX faq_article_review ON faq_article (review_on) WHERE state = 'published';
CREATE INDEX faq_article_pipeline ON faq_article (pipeline);

CREATE TABLE faq_service (
    article_id BIGINT NOT NULL REFERENCES faq_article (id),
    service_id BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (article_id, service_id)
) WITHOUT ROWID;
CREATE INDEX faq_service_service ON faq_service (service_id, article_id);

-- What an article was taken from, with the board and the release that the
-- source had then.
CREATE TABLE faq_source (
    article_id BIGINT NOT NULL REFERENCES faq_article (id),
    kind       TEXT NOT NULL CHECK (kind IN ('thread', 'post', 'answer')),
    subject_id BIGINT NOT NULL,
    thread_id  BIGINT, -- in which the source stands, NULL for an answer without one
    board_id   BIGINT NOT NULL REFERENCES board (id),
    audience   TEXT NOT NULL CHECK (audience IN ('public', 'members', 'board')),
    PRIMARY KEY (article_id, kind, subject_id)
) WITHOUT ROWID;
CREATE INDEX faq_source_subject ON faq_source (kind, subject_id);
CREATE INDEX faq_source_thread ON faq_source (thread_id);

-- Former versions of articles; the present one stands in faq_article.
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
