-- Grain: agency × day without a record where the rule of quality says that the weekday is never empty; while the day
-- stays empty, and no longer than :days after it was judged. Where half of a root's agencies were empty on one day, it
-- was a day off, or the portal lost the day: that is one line about the root, not one an agency.
WITH judged AS (
    SELECT
        receipt.feed,
        receipt.root_agency,
        receipt.batch,
        receipt.loaded_at,
        SPLIT_PART(named, ' ', 1) AS agency_code,
        CAST(RTRIM(SPLIT_PART(named, ' ', 2), ':') AS date) AS day
    FROM ops.rule_result AS result
    INNER JOIN ops.receipt AS receipt USING (batch, landing_key)
    CROSS JOIN UNNEST(result.found) AS named
    WHERE
        result.rule = 'no_empty_day'
        AND receipt.loaded_at > CAST(:now AS timestamptz) - MAKE_INTERVAL(days => :days)
),
empty AS (
    SELECT DISTINCT ON (judged.feed, judged.agency_code, judged.day) judged.*
    FROM judged
    LEFT JOIN ops.day_volume AS volume USING (feed, agency_code, day)
    WHERE COALESCE(volume.record_count, 0) = 0
    ORDER BY judged.feed, judged.agency_code, judged.day, judged.loaded_at DESC
),
known AS (
    SELECT
        feed,
        agency_code
    FROM ops.day_volume
    WHERE day > CAST(CAST(:now AS timestamptz) AS date) - 56
    GROUP BY feed, agency_code
    HAVING PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY record_count) >= :least_usual
),
counted AS (
    SELECT
        empty.feed,
        empty.root_agency,
        empty.day,
        COUNT(*) AS empty_count,
        (
            SELECT COUNT(*)
            FROM known
            WHERE
                known.feed = empty.feed
                AND (known.agency_code = empty.root_agency OR STARTS_WITH(known.agency_code, empty.root_agency || '.'))
        ) AS known_count
    FROM empty
    GROUP BY empty.feed, empty.root_agency, empty.day
),
widespread AS (
    SELECT *
    FROM counted
    WHERE empty_count > 1 AND empty_count * 2 >= known_count
)
SELECT
    FORMAT('%s %s %s', empty.feed, empty.agency_code, empty.day) AS subject,
    empty.batch,
    empty.day::timestamptz AS since,
    CAST(1 AS bigint) AS number,
    '' AS cause
FROM empty
WHERE NOT EXISTS (
    SELECT 1 FROM widespread
    WHERE widespread.feed = empty.feed AND widespread.root_agency = empty.root_agency AND widespread.day = empty.day
)
UNION ALL
SELECT
    FORMAT('%s %s %s', feed, root_agency, day),
    NULL,
    day::timestamptz,
    empty_count,
    FORMAT('%s / %s agencies', empty_count, known_count)
FROM widespread
ORDER BY subject
