-- +goose Up

-- Package organisation: where an organisation is that the gazetteer does not have, in degrees.
ALTER TABLE organisation ADD COLUMN lat DOUBLE PRECISION;
ALTER TABLE organisation ADD COLUMN lon DOUBLE PRECISION;
