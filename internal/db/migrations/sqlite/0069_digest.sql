-- +goose Up
-- Mails that sum up what somebody was told. The notifications in it name it.
CREATE TABLE digest (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES person (id),
    rhythms   TEXT NOT NULL,  -- whose notifications are in it: daily, weekly or both
    since     TEXT NOT NULL,  -- date on which the absence began that it follows, '' for none
    at        BIGINT NOT NULL
);
CREATE INDEX digest_person ON digest (person_id, at);
CREATE INDEX notification_in_mail ON notification (mail_id) WHERE mail_id IS NOT NULL;
CREATE INDEX notification_in_digest ON notification (digest_id) WHERE digest_id IS NOT NULL;
