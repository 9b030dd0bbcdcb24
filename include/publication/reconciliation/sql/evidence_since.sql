-- Grain: agency with all below it, of one period: what has come or changed since the vintage was frozen. The portal may
-- have counted a dossier that the vintage could not; what was paid or changed later stands in it as it was.
WITH since AS (
    SELECT
        agency_code,
        code_month AS month,
        1 AS late_count,
        0 AS changed_count,
        0 AS changed_petition_count
    FROM core.dossier
    WHERE
        code_month >= CAST(:since AS date)
        AND code_month < CAST(:until AS date)
        AND loaded_at >= :shown_frozen_at
    UNION ALL
    SELECT
        agency_code,
        code_month,
        0,
        1,
        0
    FROM core.payment
    WHERE
        code_month >= CAST(:since AS date)
        AND code_month < CAST(:until AS date)
        AND loaded_at >= :shown_frozen_at
    UNION ALL
    SELECT
        agency_code,
        date_trunc('month', received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
        0,
        0,
        1
    FROM core.petition
    WHERE
        received_at >= CAST(:since AS timestamp) AT TIME ZONE 'Asia/Ho_Chi_Minh'
        AND received_at < CAST(:until AS timestamp) AT TIME ZONE 'Asia/Ho_Chi_Minh'
        AND loaded_at >= :shown_frozen_at
    UNION ALL
    SELECT
        record ->> 'agency_code',
        coalesce(
            CAST(record ->> 'code_month' AS date),
            date_trunc('month', CAST(record ->> 'received_at' AS timestamptz) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
        ),
        0,
        (relation <> 'petition')::int,
        (relation = 'petition')::int
    FROM publication.past_record
    WHERE
        relation IN ('dossier', 'payment', 'petition')
        AND vintage_number >= :shown_number
        AND loaded_at < :shown_frozen_at
)

SELECT
    tree.ancestor_code AS agency_code,
    sum(since.late_count)::bigint AS late_count,
    sum(since.changed_count)::bigint AS changed_count,
    sum(since.changed_petition_count)::bigint AS changed_petition_count
FROM since
INNER JOIN core.agency_stood AS tree
    ON
        tree.agency_code = since.agency_code
        AND tree.since < since.month + INTERVAL '1 month'
        AND tree.until >= since.month + INTERVAL '1 month'
WHERE since.month >= CAST(:since AS date) AND since.month < CAST(:until AS date)
GROUP BY tree.ancestor_code
