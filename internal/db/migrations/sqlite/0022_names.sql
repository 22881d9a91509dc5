-- +goose Up

-- Package account: lists of people go by name.
CREATE INDEX person_name ON person (name, id);
