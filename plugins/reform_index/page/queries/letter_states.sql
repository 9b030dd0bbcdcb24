-- Grain: state of letters, with the oldest that is in it. Reader: the page of alerts and letters.
SELECT
    state,
    count(*) AS letter_count,
    min(written_at) AS oldest_at
FROM ops.outbox
GROUP BY state
ORDER BY state;
