-- +goose Up

-- What somebody typed into a form that was refused because they were no longer
-- signed in, until they are again.
CREATE TABLE interrupted_form (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES person (id), -- for whom the form was shown
    browser   TEXT NOT NULL,                          -- hash of the browser's cookie
    path      TEXT NOT NULL,                          -- where the form is sent to, with its query
    fields    TEXT NOT NULL,                          -- URL-encoded, never a password or a code
    kept_at   BIGINT NOT NULL
);

CREATE INDEX interrupted_form_person ON interrupted_form (person_id, id);
