-- +goose Up

-- Posts that people want to find again, for themselves alone.
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

CREATE INDEX bookmark_person ON bookmark (person_id, id);
CREATE INDEX bookmark_reminder ON bookmark (remind_on) WHERE remind_on <> '' AND NOT reminded;
