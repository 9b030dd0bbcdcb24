-- Grain: stretch of time before the newest load that no loaded window covers; all of it when nothing was loaded.

WITH loaded AS (
    SELECT
        coalesce(range_agg(tstzrange(window_start, window_end)), '{}') AS covered,
        max(window_end) AS newest_end
    FROM ops.receipt
    WHERE feed = :feed AND root_agency = :root_agency
)

SELECT
    lower(gap) AS since,
    upper(gap) AS until
FROM loaded
CROSS JOIN
    unnest(
        tstzmultirange(
            tstzrange(
                least(CAST(:since AS timestamptz), newest_end),
                least(CAST(:until AS timestamptz), newest_end)
            )
        ) - covered
    ) AS gap
ORDER BY lower(gap)
