-- Grain: request to a portal: what was not answered within seven days, then the newest; a hundred of each.
-- Reader: the page for engineers.
WITH asked AS (
    SELECT
        fetch_id,
        batch,
        feed,
        root_agency,
        request,
        outcome,
        byte_count,
        record_count,
        attempt_count,
        seconds,
        reason,
        ended_at
    FROM ops.fetch
    WHERE
        (CAST(:feed AS text) IS NULL OR feed = :feed)
        AND (CAST(:root AS text) IS NULL OR root_agency = :root)
        AND (CAST(:outcome AS text) IS NULL OR outcome = :outcome)
),

trouble AS (
    SELECT *
    FROM asked
    WHERE
        outcome <> 'answered'
        AND ended_at > CAST(:now AS timestamptz) - INTERVAL '7 days'
    ORDER BY ended_at DESC, fetch_id DESC
    LIMIT 100
),

newest AS (
    SELECT *
    FROM asked
    ORDER BY ended_at DESC, fetch_id DESC
    LIMIT 100
)

SELECT *
FROM (
    SELECT * FROM trouble
    UNION
    SELECT * FROM newest
) AS shown
ORDER BY
    outcome = 'answered',
    ended_at DESC,
    fetch_id DESC;
