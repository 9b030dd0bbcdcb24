-- Grain: agency with all below it, of one period: how many dossiers we know not to have, or to have had twice.
-- A dossier code ends in a number that each agency counts from 1 every day: numbers that nobody brought are dossiers that
-- are not here. A day that would lack more than half of its numbers is numbered in another way, and says nothing.
WITH
code AS (
    SELECT
        dossier_code,
        agency_code,
        'stored' AS how
    FROM core.dossier
    WHERE code_month >= CAST(:since AS date) AND code_month < CAST(:until AS date)
    UNION ALL
    SELECT
        record_key,
        NULL,
        CASE WHEN 'dossier_code_without_suffix' = ANY(rules) THEN 'copied' ELSE 'quarantined' END
    FROM quarantine.record
    WHERE feed = 'dossiers'
    UNION ALL
    SELECT
        record ->> 'MaHoSo',
        NULL,
        'quarantined payment'
    FROM quarantine.record
    WHERE feed = 'payments'
    UNION ALL
    SELECT DISTINCT
        dossier_code,
        NULL,
        'paid'
    FROM core.payment
    WHERE code_month >= CAST(:since AS date) AND code_month < CAST(:until AS date) + INTERVAL '2 months'
),

parted AS (
    SELECT
        split_part(dossier_code, '-', 1) AS prefix,
        split_part(dossier_code, '-', 2) AS day,
        split_part(dossier_code, '-', 3) AS number,
        agency_code,
        how
    FROM code
),

numbered AS (
    SELECT
        prefix,
        day,
        number::int AS number,
        how,
        count(*) AS record_count
    FROM parted
    WHERE
        day >= to_char(CAST(:since AS date), 'YYMMDD')
        AND day < to_char(CAST(:until AS date), 'YYMMDD')
        AND day ~ '^\d{6}$'
        AND number ~ '^\d{1,8}$'
    GROUP BY prefix, day, number::int, how
),

by_number AS (
    SELECT
        prefix,
        day,
        number,
        bool_or(how = 'stored') AS is_stored,
        bool_or(how = 'quarantined') AND NOT bool_or(how = 'stored') AS is_quarantined,
        bool_or(how = 'paid') AND NOT bool_or(how IN ('stored', 'quarantined')) AS is_paid_unseen,
        coalesce(sum(record_count) FILTER (WHERE how = 'copied'), 0) AS copy_count,
        coalesce(sum(record_count) FILTER (WHERE how = 'quarantined payment'), 0) AS payment_count
    FROM numbered
    GROUP BY prefix, day, number
),

by_day AS (
    SELECT
        prefix,
        day,
        coalesce(max(number) FILTER (WHERE is_stored OR is_quarantined), 0) AS last_number,
        count(*) FILTER (WHERE is_stored OR is_quarantined) AS known_count,
        count(*) FILTER (WHERE is_quarantined) AS quarantined_count,
        sum(copy_count) AS copy_count,
        sum(payment_count) AS payment_count
    FROM by_number
    GROUP BY prefix, day
),

judged AS (
    SELECT
        *,
        last_number <= 2 * known_count + 1 AS is_dense
    FROM by_day
),

-- Dossiers that were paid for, and that neither a number that we have nor a hole below it tells of.
paid_unseen AS (
    SELECT
        judged.prefix,
        judged.day,
        count(*) AS paid_unseen_count
    FROM judged
    INNER JOIN by_number AS unseen ON unseen.prefix = judged.prefix AND unseen.day = judged.day
    WHERE
        unseen.is_paid_unseen
        AND (NOT judged.is_dense OR unseen.number > judged.last_number)
        AND unseen.number <= 2 * judged.last_number + 10
    GROUP BY judged.prefix, judged.day
),

place AS (
    SELECT
        prefix,
        coalesce(
            mode() WITHIN GROUP (ORDER BY agency_code),
            CASE
                WHEN prefix ~ '^\d' THEN (
                    SELECT string_agg(part.written, '.' ORDER BY part.place DESC)
                    FROM unnest(string_to_array(prefix, '.')) WITH ORDINALITY AS part (written, place)
                    WHERE part.written !~ '^0+$'
                )
                ELSE prefix
            END
        ) AS agency_code
    FROM parted
    GROUP BY prefix
)

SELECT
    tree.ancestor_code AS agency_code,
    sum(judged.quarantined_count)::bigint AS quarantined_count,
    sum(CASE WHEN judged.is_dense THEN judged.last_number - judged.known_count ELSE 0 END)::bigint AS code_gap_count,
    sum(coalesce(paid_unseen.paid_unseen_count, 0))::bigint AS paid_unseen_count,
    sum(judged.payment_count)::bigint AS quarantined_payment_count,
    sum(judged.copy_count)::bigint AS duplicate_count
FROM judged
LEFT JOIN paid_unseen ON paid_unseen.prefix = judged.prefix AND paid_unseen.day = judged.day
INNER JOIN place ON place.prefix = judged.prefix
INNER JOIN core.agency_ancestor AS tree ON tree.agency_code = place.agency_code
GROUP BY tree.ancestor_code
