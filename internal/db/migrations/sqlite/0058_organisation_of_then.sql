-- +goose Up

-- Who acted is shown with the organisation of that time. What was recorded
-- before gets the organisation that is known best: of the message written with
-- the step, of the inquiry for its asker, otherwise the present one.
DROP TRIGGER inquiry_step_unchanged;
ALTER TABLE inquiry_step ADD COLUMN organisation_id BIGINT REFERENCES organisation (id); -- of the actor at that time; NULL: the system
UPDATE inquiry_step
SET organisation_id = COALESCE(
    (SELECT MIN(m.organisation_id)
     FROM inquiry_message m
     WHERE m.inquiry_id = inquiry_step.inquiry_id AND m.author_id = inquiry_step.actor_id AND m.at = inquiry_step.at),
    (SELECT q.organisation_id
     FROM inquiry q
     WHERE q.id = inquiry_step.inquiry_id AND q.asker_id = inquiry_step.actor_id),
    (SELECT p.organisation_id
     FROM person p
     WHERE p.id = inquiry_step.actor_id));

-- An erasure may take the organisation's name away; nothing else ever changes.
-- +goose StatementBegin
CREATE TRIGGER inquiry_step_unchanged
BEFORE UPDATE OF id, inquiry_id, at, act, from_state, to_state, actor_id, desk, internal, reason, private, assignee_id, other_id ON inquiry_step
BEGIN
    SELECT RAISE(ABORT, 'the history of an inquiry cannot be changed');
END;
-- +goose StatementEnd

ALTER TABLE inquiry_note ADD COLUMN organisation_id BIGINT REFERENCES organisation (id); -- of the author at that time
UPDATE inquiry_note SET organisation_id = (SELECT p.organisation_id FROM person p WHERE p.id = inquiry_note.author_id);

ALTER TABLE audit ADD COLUMN organisation_id BIGINT REFERENCES organisation (id); -- of the actor at that time; NULL: the operator or the system
UPDATE audit SET organisation_id = (SELECT p.organisation_id FROM person p WHERE p.id = audit.actor_id);
