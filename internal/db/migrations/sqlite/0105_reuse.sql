-- +goose Up

-- Package reuse: who uses which online service of an OZG-Leistung.
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
CREATE INDEX reuse_organisation ON reuse (organisation_id);
CREATE INDEX reuse_confirmed ON reuse (confirmed_at);
CREATE INDEX reuse_contact ON reuse (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX reuse_keeper ON reuse (keeper_id) WHERE keeper_id IS NOT NULL;

-- What was done with an entry, and by whom.
CREATE TABLE reuse_step (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    reuse_id  BIGINT NOT NULL REFERENCES reuse (id),
    act       TEXT NOT NULL,
    stage     TEXT NOT NULL,                 -- of the entry after it
    person_id BIGINT REFERENCES person (id), -- NULL once the account is erased
    at        BIGINT NOT NULL
);
CREATE INDEX reuse_step_entry ON reuse_step (reuse_id, id);
CREATE INDEX reuse_step_person ON reuse_step (person_id) WHERE person_id IS NOT NULL;
