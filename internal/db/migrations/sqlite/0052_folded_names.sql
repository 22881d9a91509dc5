-- +goose Up

-- Names as the program folds them: search is what is looked up in, sort_key what
-- lists go by. Rows that are there already are folded by the next step, which is
-- in Go; those of the catalogue once more when its files are loaded.
ALTER TABLE person ADD COLUMN search TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';
ALTER TABLE organisation ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';
ALTER TABLE circle ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';
ALTER TABLE service ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';
ALTER TABLE single_service ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';
ALTER TABLE municipality ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';
DROP INDEX person_name;
DROP INDEX organisation_search;
CREATE INDEX person_sort_key ON person (sort_key, id);
CREATE INDEX organisation_sort_key ON organisation (sort_key, id);
