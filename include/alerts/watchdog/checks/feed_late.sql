-- Grain: record feed × root agency that is not loaded whole up to :due, with what its newest batch last came to grief by:
-- the portal's refusal, or the failure of the task that loads it.
WITH wanted AS (
    SELECT
        feed,
        root_agency
    FROM UNNEST(CAST(:feeds AS text [])) AS feed
    CROSS JOIN UNNEST(CAST(:roots AS text [])) AS root_agency
),
late AS (
    SELECT
        wanted.feed,
        wanted.root_agency,
        mark.complete_until
    FROM wanted
    LEFT JOIN ops.watermark AS mark USING (feed, root_agency)
    WHERE mark.complete_until IS NULL OR mark.complete_until < :due
),
refused AS (
    SELECT DISTINCT ON (feed, root_agency)
        feed,
        root_agency,
        batch,
        reason AS cause,
        ended_at AS moment
    FROM ops.fetch
    WHERE outcome <> 'answered' AND ended_at > CAST(:now AS timestamptz) - INTERVAL '7 days'
    ORDER BY feed, root_agency, ended_at DESC, fetch_id DESC
),
failed AS (
    SELECT DISTINCT ON (feed, root_agency)
        SPLIT_PART(batch, ' ', 1) AS feed,
        SPLIT_PART(batch, ' ', 2) AS root_agency,
        batch,
        cause,
        failed_at AS moment
    FROM ops.failure
    WHERE batch <> '' AND failed_at > CAST(:now AS timestamptz) - INTERVAL '7 days'
    ORDER BY feed, root_agency, failed_at DESC
),
grief AS (
    SELECT DISTINCT ON (feed, root_agency) *
    FROM (SELECT * FROM refused UNION ALL SELECT * FROM failed) AS either
    ORDER BY feed, root_agency, moment DESC
)
SELECT
    late.feed || ' ' || late.root_agency AS subject,
    grief.batch,
    late.complete_until AS since,
    CAST(NULL AS bigint) AS number,
    COALESCE(grief.cause, '') AS cause
FROM late
LEFT JOIN grief ON grief.feed = late.feed AND grief.root_agency = late.root_agency
ORDER BY late.root_agency, late.feed
