-- +goose Up
-- Each write reads the newest schema in the statement that begins it, from the row
-- that it locks there anyway. Its snapshot of goose_db_version may be an older one.
ALTER TABLE write_count ADD COLUMN schema BIGINT NOT NULL DEFAULT 0;

-- +goose StatementBegin
CREATE FUNCTION note_schema() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE write_count SET schema = greatest(schema, NEW.version_id);
    RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER note_schema AFTER INSERT ON goose_db_version FOR EACH ROW EXECUTE FUNCTION note_schema();
