-- +goose Up

-- A mail may go to somebody without an account: the recipient is NULL then, and
-- the address stands in the row that the mail is about.
CREATE TABLE outbox_with_strangers (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id   BIGINT REFERENCES person (id), -- the recipient; NULL: somebody without an account
    kind        TEXT NOT NULL,
    subject_id  BIGINT NOT NULL, -- what the mail is about; the kind says of which table
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dropped', 'failed', 'unclear')),
    attempts    INTEGER NOT NULL,
    doubts      INTEGER NOT NULL, -- times it was handed over without knowing what became of it
    next_at     BIGINT NOT NULL,
    lease_until BIGINT,           -- somebody is sending it until then
    message_id  TEXT NOT NULL,    -- random; the same in every attempt
    created_at  BIGINT NOT NULL,
    sent_at     BIGINT,
    error       TEXT NOT NULL     -- in our own words and the server's numbers
);
INSERT INTO outbox_with_strangers (id, person_id, kind, subject_id, state, attempts, doubts, next_at, lease_until, message_id, created_at, sent_at, error)
SELECT id, person_id, kind, subject_id, state, attempts, doubts, next_at, lease_until, message_id, created_at, sent_at, error
FROM outbox;
DELETE FROM sqlite_sequence WHERE name = 'outbox_with_strangers';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'outbox_with_strangers', seq FROM sqlite_sequence WHERE name = 'outbox';
DROP TABLE outbox;
ALTER TABLE outbox_with_strangers RENAME TO outbox;
CREATE UNIQUE INDEX outbox_once ON outbox (COALESCE(person_id, 0), kind, subject_id);
CREATE INDEX outbox_due ON outbox (state, next_at);

-- Package joining: which domains belong to which organisations.
CREATE TABLE mail_domain (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    name            TEXT NOT NULL,    -- ASCII, lower case
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    subdomains      BOOLEAN NOT NULL, -- the names below it too
    added_at        BIGINT NOT NULL,
    UNIQUE (name, organisation_id)
);
CREATE INDEX mail_domain_organisation ON mail_domain (organisation_id);

-- Who wants to join, and members who want to go on under another address.
CREATE TABLE application (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    key             TEXT NOT NULL,    -- hash of the mailbox, so that known and unknown ones are counted alike
    person_id       BIGINT REFERENCES person (id), -- the member who changes the address; NULL: somebody new
    email           TEXT NOT NULL,    -- '' when the mailbox had an account already: nothing else is kept then
    base            TEXT NOT NULL,    -- the mailbox: the address without +anything
    former          TEXT NOT NULL,    -- the address before the change, '' for somebody new
    name            TEXT NOT NULL,
    function        TEXT NOT NULL,
    employer        TEXT NOT NULL,    -- the organisation in their own words
    reason          TEXT NOT NULL,    -- what they wrote to who decides
    colleague       TEXT NOT NULL,    -- address of the member who is to vouch for them
    password        TEXT NOT NULL,    -- PHC string, chosen when the address was confirmed
    terms           TEXT NOT NULL,    -- version of the terms of use that they agreed to
    state           TEXT NOT NULL CHECK (state IN ('asked', 'waiting', 'admitted', 'refused')),
    organisation_id BIGINT REFERENCES organisation (id), -- where they were admitted
    vouching_id     BIGINT REFERENCES person (id),       -- the colleague, when there is one
    vouched         BOOLEAN,          -- NULL: not answered
    verdict         TEXT NOT NULL,    -- why it was refused
    created_at      BIGINT NOT NULL,
    confirmed_at    BIGINT,
    decided_at      BIGINT
);
CREATE INDEX application_key ON application (key, created_at);
CREATE INDEX application_state ON application (state, id);
CREATE INDEX application_base ON application (base);
CREATE INDEX application_person ON application (person_id);
CREATE INDEX application_vouching ON application (vouching_id);

CREATE TABLE invitation (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    inviter_id      BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    email           TEXT NOT NULL,
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    revoked_at      BIGINT,
    accepted_at     BIGINT
);
CREATE INDEX invitation_inviter ON invitation (inviter_id, created_at);

-- Package account: until when the person has shown that mails to their address
-- reach them (NULL: for a year from the account's beginning), and when a mail
-- server said that there is no such mailbox.
ALTER TABLE person ADD COLUMN address_due BIGINT;
ALTER TABLE person ADD COLUMN address_doubted_at BIGINT;

-- Requests to show that an address still reaches its person: by the yearly
-- reminder, or by the person.
CREATE TABLE address_check (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES person (id),
    reminder  BOOLEAN NOT NULL,
    at        BIGINT NOT NULL
);
CREATE INDEX address_check_person ON address_check (person_id, at);

-- Links of all of these that are mailed and work once.
CREATE TABLE joining_link (
    id         TEXT PRIMARY KEY, -- SHA-256 of the link's random value
    purpose    TEXT NOT NULL CHECK (purpose IN ('application', 'invitation', 'check')),
    subject_id BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX joining_link_subject ON joining_link (purpose, subject_id);
