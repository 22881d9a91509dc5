-- +goose Up
-- Lists count the replies that everybody reads who reads the thread, and show the date
-- of the newest of them. Withdrawn, hidden and blackened ones were counted so far.
UPDATE thread
SET replies = (SELECT COUNT(*) FROM post e WHERE e.thread_id = thread.id AND e.position > 1 AND e.state = 'visible'),
    last_post_at = COALESCE((
        SELECT e.created_at
        FROM post e
        WHERE e.thread_id = thread.id AND e.position > 1 AND e.state = 'visible'
        ORDER BY e.position DESC
        LIMIT 1), created_at),
    last_post_id = COALESCE((
        SELECT e.id
        FROM post e
        WHERE e.thread_id = thread.id AND e.position > 1 AND e.state = 'visible'
        ORDER BY e.position DESC
        LIMIT 1), 0)
WHERE EXISTS (SELECT 1 FROM post e WHERE e.thread_id = thread.id AND e.position > 1 AND e.state <> 'visible');

DELETE FROM thread_day;
INSERT INTO thread_day (board_id, day, state, situation_id, threads)
SELECT board_id, last_post_at / 86400000, state, COALESCE(situation_id, 0), COUNT(*)
FROM thread
WHERE NOT pinned AND NOT hidden
GROUP BY board_id, last_post_at / 86400000, state, COALESCE(situation_id, 0);

UPDATE board_figures
SET last_post_at = COALESCE((SELECT MAX(t.last_post_at) FROM thread t WHERE t.board_id = board_figures.board_id AND NOT t.hidden), last_post_at);
