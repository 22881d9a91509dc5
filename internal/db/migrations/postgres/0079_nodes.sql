-- +goose Up

-- Package node: the processes that serve the forum, each with a data folder of its own.
CREATE TABLE node (
    id         TEXT COLLATE "C" PRIMARY KEY,
    name       TEXT COLLATE "C" NOT NULL,    -- of its machine
    schema     BIGINT NOT NULL,  -- newest migration that its program knows
    started_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    ready      BOOLEAN NOT NULL  -- its index had caught up when it was last seen
);

-- The key under which secrets of the database are sealed now: no row until there is one.
CREATE TABLE keyring (fingerprint TEXT COLLATE "C" PRIMARY KEY); -- SHA-256 of the key

-- Package event: a cursor is the whole forum's, or that of a node, whose index follows
-- the log by itself. Nodes write theirs when they register.
CREATE TABLE cursor_of_node (
    consumer TEXT COLLATE "C" NOT NULL,
    node     TEXT COLLATE "C" NOT NULL DEFAULT '', -- '': of the whole forum
    event_id BIGINT NOT NULL,
    PRIMARY KEY (consumer, node)
);
INSERT INTO cursor_of_node (consumer, event_id) SELECT consumer, event_id FROM cursor WHERE consumer <> 'search';
DROP TABLE cursor;
ALTER TABLE cursor_of_node RENAME TO cursor;
ALTER INDEX cursor_of_node_pkey RENAME TO cursor_pkey;

-- Indexes that were begun before this event are to be built again, on every node.
ALTER TABLE event_log ADD COLUMN outdated BIGINT NOT NULL DEFAULT 0;
UPDATE event_log SET outdated = head WHERE EXISTS (SELECT 1 FROM job WHERE kind = 'reindex');

-- Package job: work is requested from each node, and from whichever leads.
CREATE TABLE job_of_node (
    kind         TEXT COLLATE "C" NOT NULL,
    node         TEXT COLLATE "C" NOT NULL DEFAULT '', -- '': the one that leads
    requested_at BIGINT NOT NULL,
    PRIMARY KEY (kind, node)
);
INSERT INTO job_of_node (kind, node, requested_at) SELECT kind, '', requested_at FROM job WHERE kind = 'scrub';
DROP TABLE job;
ALTER TABLE job_of_node RENAME TO job;
ALTER INDEX job_of_node_pkey RENAME TO job_pkey;
