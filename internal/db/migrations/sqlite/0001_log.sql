-- +goose Up

-- What changed, as ids only; consumers follow it (package event).
-- AUTOINCREMENT: an id must never return after its row was deleted.
CREATE TABLE event (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    kind    TEXT NOT NULL,
    subject BIGINT NOT NULL,
    at      BIGINT NOT NULL
);

CREATE TABLE cursor (
    consumer TEXT PRIMARY KEY,
    event_id BIGINT NOT NULL
);

-- Privileged acts (package audit). Rows are never changed, except that the
-- actor falls away with an erased account.
CREATE TABLE audit (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         BIGINT NOT NULL,
    actor_id   BIGINT,
    act        TEXT NOT NULL,
    subject    TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    reason     TEXT NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, subject_id);
