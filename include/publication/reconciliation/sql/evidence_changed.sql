-- Grain: agency with all below it, of one period: how many records the portal may have counted in an earlier state: those
-- that changed after its figures were known, and the dossiers that came to their end after the period did.
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

later AS (
    SELECT
        'dossiers' AS feed,
        agency_code,
        updated_at,
        code_month AS month,
        ended_at >= CAST(:until AS timestamp) AT TIME ZONE 'Asia/Ho_Chi_Minh' AS is_of_later
    FROM core.dossier
    WHERE code_month >= CAST(:since AS date) AND code_month < CAST(:until AS date)
    UNION ALL
    SELECT
        'payments',
        agency_code,
        updated_at,
        code_month,
        FALSE
    FROM core.payment
    WHERE code_month >= CAST(:since AS date) AND code_month < CAST(:until AS date) + INTERVAL '2 months'
    UNION ALL
    SELECT
        'petitions',
        agency_code,
        updated_at,
        date_trunc('month', received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
        FALSE
    FROM core.petition
    WHERE
        received_at >= CAST(:since AS timestamp) AT TIME ZONE 'Asia/Ho_Chi_Minh'
        AND received_at < CAST(:until AS timestamp) AT TIME ZONE 'Asia/Ho_Chi_Minh'
)

SELECT
    said.agency_code,
    count(*) FILTER (WHERE later.feed <> 'petitions') AS changed_count,
    count(*) FILTER (WHERE later.feed = 'petitions') AS changed_petition_count
FROM later
INNER JOIN core.agency_stood AS tree
    ON
        tree.agency_code = later.agency_code
        AND tree.since < later.month + INTERVAL '1 month'
        AND tree.until >= later.month + INTERVAL '1 month'
INNER JOIN said
    ON said.agency_code = tree.ancestor_code AND (later.updated_at >= said.seen_at OR later.is_of_later)
WHERE later.updated_at >= (SELECT min(said.seen_at) FROM said) OR later.is_of_later
GROUP BY said.agency_code
