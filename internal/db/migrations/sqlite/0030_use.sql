-- +goose Up

-- Package account: when somebody first signed in to the account; NULL: nobody
-- ever did. Of accounts made before, those count as used that could be.
ALTER TABLE person ADD COLUMN used_at BIGINT;
UPDATE person
SET used_at = created_at
WHERE erased_at IS NULL AND (password <> ''
OR EXISTS (SELECT 1 FROM passkey k WHERE k.person_id = person.id)
OR EXISTS (SELECT 1 FROM linked_identity i WHERE i.person_id = person.id));

-- Of erased accounts nothing stays but their number.
UPDATE person
SET address_due = NULL, address_doubted_at = NULL
WHERE erased_at IS NOT NULL;
