-- Grain: agency × group of one period, as the portal published it last, where we have figures of our own too.
SELECT
    published.agency_code,
    published.group_code,
    published.points,
    published.seen_at
FROM mart.published AS published
WHERE
    published.period = :period
    AND EXISTS (
        SELECT FROM ({figures}) AS ours
        WHERE ours.agency_code = published.agency_code
    )
ORDER BY published.agency_code, published.group_code
