-- +goose Up
-- Nothing: one process holds the file, so no older program writes beside a newer one.
SELECT 1;
