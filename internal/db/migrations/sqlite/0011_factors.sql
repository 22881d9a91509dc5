-- +goose Up

-- Package factor: how people prove beyond their password who they are.
CREATE TABLE totp (
    person_id  BIGINT PRIMARY KEY REFERENCES person (id),
    secret     TEXT NOT NULL,   -- base32, as the app holds it
    last_step  BIGINT NOT NULL, -- time step of the last accepted code: none works twice
    created_at BIGINT NOT NULL,
    used_at    BIGINT NOT NULL
);

-- A secret that was shown and waits for the first code of the app.
CREATE TABLE totp_offer (
    person_id BIGINT PRIMARY KEY REFERENCES person (id),
    secret    TEXT NOT NULL,
    at        BIGINT NOT NULL
);

CREATE TABLE recovery_code (
    id        TEXT PRIMARY KEY, -- SHA-256 of person and code
    person_id BIGINT NOT NULL REFERENCES person (id),
    used_at   BIGINT
);
CREATE INDEX recovery_code_person ON recovery_code (person_id);

-- The random name under which authenticators know a person.
CREATE TABLE passkey_user (
    person_id BIGINT PRIMARY KEY REFERENCES person (id),
    handle    TEXT NOT NULL UNIQUE -- base64url
);

CREATE TABLE passkey (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id     BIGINT NOT NULL REFERENCES person (id),
    credential_id TEXT NOT NULL UNIQUE, -- base64url
    name          TEXT NOT NULL,        -- as its owner calls it
    record        TEXT NOT NULL,        -- JSON: public key, flags, signature counter
    created_at    BIGINT NOT NULL,
    used_at       BIGINT
);
CREATE INDEX passkey_person ON passkey (person_id);

-- A challenge that an authenticator is to answer, once.
CREATE TABLE passkey_challenge (
    id         TEXT PRIMARY KEY, -- SHA-256 of the random value that the browser holds
    person_id  BIGINT REFERENCES person (id), -- NULL: whoever signs in
    purpose    TEXT NOT NULL,
    record     TEXT NOT NULL, -- JSON: challenge and what is demanded
    expires_at BIGINT NOT NULL
);
CREATE INDEX passkey_challenge_person ON passkey_challenge (person_id);

-- Wrong codes, so that nobody tries them all.
CREATE TABLE factor_failure (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES person (id),
    at        BIGINT NOT NULL
);
CREATE INDEX factor_failure_person ON factor_failure (person_id, at);

-- What became of somebody's factors; each change is mailed to them.
CREATE TABLE factor_change (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES person (id),
    what      TEXT NOT NULL,
    at        BIGINT NOT NULL
);
CREATE INDEX factor_change_person ON factor_change (person_id, at);

-- Package account: when a session last saw a second factor (or a passkey), and
-- when it last saw any proof of who is there, the password included.
ALTER TABLE session ADD COLUMN proved_at BIGINT;
ALTER TABLE session ADD COLUMN fresh_at BIGINT NOT NULL DEFAULT 0;

-- A browser in which somebody signed in before: the limit on attempts from one
-- network does not hold for it.
CREATE TABLE known_device (
    id        TEXT PRIMARY KEY, -- SHA-256 of the cookie's random value
    person_id BIGINT NOT NULL REFERENCES person (id),
    used_at   BIGINT NOT NULL
);
CREATE INDEX known_device_person ON known_device (person_id);
