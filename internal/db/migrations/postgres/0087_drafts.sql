-- +goose Up

-- Package draft: besides forms of ended sessions the table keeps drafts, which belong
-- to no browser (browser is '').
ALTER TABLE interrupted_form ADD COLUMN once_key TEXT COLLATE "C" NOT NULL DEFAULT ''; -- by which the form is known when it is sent
ALTER TABLE interrupted_form ADD COLUMN tab TEXT COLLATE "C" NOT NULL DEFAULT '';      -- random, of the page that saved it
ALTER TABLE interrupted_form ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE interrupted_form ADD COLUMN bytes BIGINT NOT NULL DEFAULT 0;     -- length of the fields

CREATE UNIQUE INDEX interrupted_form_draft ON interrupted_form (person_id, once_key) WHERE browser = '';
