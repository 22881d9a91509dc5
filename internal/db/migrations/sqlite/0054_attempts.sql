-- +goose Up

-- One table counts everything that is limited and must hold on every node:
-- wrong passwords, mails to addresses that nobody has confirmed, texts of
-- members. Keys are short hashes, so that no typed address is stored. What
-- failed in the quarter of an hour before the update is forgotten.
DROP TABLE sign_in_failure;

CREATE TABLE attempt (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    kind      TEXT NOT NULL,                 -- what is counted
    key       TEXT NOT NULL,                 -- hash of kind and of whose attempt it is
    person_id BIGINT REFERENCES person (id), -- the account concerned; NULL: none
    at        BIGINT NOT NULL,
    until     BIGINT NOT NULL                -- when it counts no more
);

CREATE INDEX attempt_key ON attempt (key, at);
CREATE INDEX attempt_person ON attempt (person_id);
CREATE INDEX attempt_until ON attempt (until);
