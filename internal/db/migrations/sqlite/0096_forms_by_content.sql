-- +goose Up
-- Package once: the same content in another form is looked for at each reply.
CREATE INDEX sent_form_digest ON sent_form (person_id, digest);
