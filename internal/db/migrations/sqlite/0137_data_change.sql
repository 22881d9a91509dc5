-- +goose Up

-- Package db: which tables the last writes changed, so that what nodes keep in memory of others stays.
CREATE TABLE data_change (
    n    BIGINT PRIMARY KEY,
    what TEXT NOT NULL
);
