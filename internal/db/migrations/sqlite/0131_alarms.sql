-- +goose Up

-- Package alarm: what is not well at the moment, on a node or ('') in the whole forum.
CREATE TABLE alarm (
    kind     TEXT NOT NULL,
    node     TEXT NOT NULL,
    level    TEXT NOT NULL, -- warning, danger
    sentence TEXT NOT NULL,
    since    BIGINT NOT NULL,
    PRIMARY KEY (kind, node)
);

-- Package alarm: what administrators were told of a kind, and that it is well again.
CREATE TABLE alarm_notice (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT NOT NULL,
    over     BOOLEAN NOT NULL,
    sentence TEXT NOT NULL,
    since    BIGINT NOT NULL,
    at       BIGINT NOT NULL
);
CREATE INDEX alarm_notice_kind ON alarm_notice (kind, id);
