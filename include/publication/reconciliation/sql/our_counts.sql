-- Grain: agency × indicator of one period, of the agencies that the portal publishes; and how many records the pace of an
-- open period brings from the end of our data to the moment since which the portal's figure is known.
WITH
said AS (
    SELECT
        department.agency_code,
        max(row.seen_at) AS seen_at
    FROM core.published_row AS row
    INNER JOIN core.published_department AS department ON department.department_id = row.department_id
    WHERE row.period = :period
    GROUP BY department.agency_code
),

span AS (
    SELECT
        CAST(:since AS timestamp) AT TIME ZONE 'Asia/Ho_Chi_Minh' AS since,
        CAST(:until AS timestamp) AT TIME ZONE 'Asia/Ho_Chi_Minh' AS until
)

SELECT
    ours.agency_code,
    ours.indicator,
    ours.numerator,
    ours.denominator,
    ours.state,
    ours.data_as_of,
    CASE
        WHEN ours.data_as_of > span.since AND ours.data_as_of < least(span.until, said.seen_at)
            THEN
                ceil(
                    ours.denominator
                    * extract(EPOCH FROM least(span.until, said.seen_at) - ours.data_as_of)
                    / extract(EPOCH FROM ours.data_as_of - span.since)
                )
        ELSE 0
    END AS behind
FROM ({figures}) AS ours
INNER JOIN said ON said.agency_code = ours.agency_code
CROSS JOIN span
