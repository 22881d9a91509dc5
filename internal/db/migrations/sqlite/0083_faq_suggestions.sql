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
