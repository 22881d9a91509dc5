-- +goose Up
-- Package forum: to which official answers the text of a post links.
CREATE TABLE citation (
    post_id   BIGINT NOT NULL REFERENCES post (id),
    answer_id BIGINT NOT NULL REFERENCES official_answer (id),
    PRIMARY KEY (post_id, answer_id)
);
CREATE INDEX citation_answer ON citation (answer_id, post_id);

-- The few posts with such a link come first, so that all posts are read once.
INSERT INTO citation (post_id, answer_id)
SELECT x.id, oa.id
FROM (SELECT id, html FROM post WHERE html LIKE '%href="%/offizielle-antworten/%') x
CROSS JOIN official_answer oa
WHERE x.html LIKE '%/offizielle-antworten/' || oa.number || '/%' OR x.html LIKE '%/offizielle-antworten/' || oa.number || '"%';
