-- Grain: record feed × root agency with a window between its first and its newest load that was never pulled.
SELECT
    feed || ' ' || root_agency AS subject,
    CAST(NULL AS text) AS batch,
    LOWER(gaps) AS since,
    (SELECT COUNT(*) FROM UNNEST(gaps)) AS number,
    (
        SELECT STRING_AGG(TO_CHAR(LOWER(gap), 'YYYY-MM-DD HH24:MI') || ' – ' || TO_CHAR(UPPER(gap), 'YYYY-MM-DD HH24:MI'), ', ')
        FROM (SELECT gap FROM UNNEST(gaps) AS gap ORDER BY gap LIMIT 3) AS first
    ) AS cause
FROM mart.freshness
WHERE NOT ISEMPTY(gaps) AND feed = ANY(:feeds) AND root_agency = ANY(:roots)
ORDER BY root_agency, feed
