-- +goose Up

-- Who did it, so that nobody is notified of their own acts. NULL: the system, or
-- an account that was erased since.
ALTER TABLE event ADD COLUMN actor_id BIGINT REFERENCES person (id);
CREATE INDEX event_actor ON event (actor_id) WHERE actor_id IS NOT NULL;

-- The review date that the editors were told of, so that each is told once.
ALTER TABLE faq_article ADD COLUMN review_noticed TEXT NOT NULL DEFAULT '';
