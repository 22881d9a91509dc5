-- +goose Up

-- Which form was sent with which content, by its once-key: a second sending of
-- the same content leads to the first result, other content is not dropped.
CREATE TABLE sent_form (
    person_id BIGINT NOT NULL REFERENCES person (id),
    once_key  TEXT NOT NULL,
    digest    TEXT NOT NULL,  -- hash of what was sent
    sent_at   BIGINT NOT NULL,
    PRIMARY KEY (person_id, once_key)
);

CREATE INDEX sent_form_time ON sent_form (sent_at);
