-- Grain: agency with all below it, of one period: how many dossiers we know not to have, or to have had twice.
-- A dossier code ends in a number that each agency counts from 1 every day: numbers that nobody brought are dossiers that
-- are not here. A day that would lack more than half of its numbers is numbered in another way, and says nothing.
WITH
stored AS (
    SELECT
        split_part(dossier_code, '-', 1) AS prefix,
        split_part(dossier_code, '-', 2) AS day,
        agency_code,
        count(*) AS stored_count,
        max(CASE WHEN split_part(dossier_code, '-', 3) ~ '^\d{1,8}$' THEN split_part(dossier_code, '-', 3)::int END)
            AS last_number
    FROM core.dossier
    WHERE code_month >= CAST(:since AS date) AND code_month < CAST(:until AS date)
    GROUP BY 1, 2, 3
),

-- Codes that something else than a stored dossier names.
named AS (
    SELECT
        record_key AS dossier_code,
        CASE WHEN 'dossier_code_without_suffix' = ANY(rules) THEN 'copied' ELSE 'quarantined' END AS how
    FROM quarantine.record
    WHERE feed = 'dossiers'
    UNION ALL
    SELECT
        record ->> 'MaHoSo',
        'quarantined payment'
    FROM quarantine.record
    WHERE feed = 'payments'
    UNION ALL
    SELECT DISTINCT
        dossier_code,
        'paid'
    FROM core.payment
    WHERE code_month >= CAST(:since AS date) AND code_month < CAST(:until AS date) + INTERVAL '2 months'
),

parted AS (
    SELECT
        split_part(named.dossier_code, '-', 1) AS prefix,
        split_part(named.dossier_code, '-', 2) AS day,
        split_part(named.dossier_code, '-', 3) AS number,
        named.how
    FROM named
    WHERE
        named.how IN ('copied', 'quarantined payment')
        OR NOT EXISTS (
            SELECT FROM core.dossier
            WHERE
                dossier.dossier_code = named.dossier_code
                AND dossier.code_month >= CAST(:since AS date)
                AND dossier.code_month < CAST(:until AS date)
        )
),

by_number AS (
    SELECT
        prefix,
        day,
        number::int AS number,
        bool_or(how = 'quarantined') AS is_quarantined,
        bool_or(how = 'paid') AND NOT bool_or(how = 'quarantined') AS is_paid_unseen,
        count(*) FILTER (WHERE how = 'copied') AS copy_count,
        count(*) FILTER (WHERE how = 'quarantined payment') AS payment_count
    FROM parted
    WHERE
        day >= to_char(CAST(:since AS date), 'YYMMDD')
        AND day < to_char(CAST(:until AS date), 'YYMMDD')
        AND day ~ '^\d{6}$'
        AND number ~ '^\d{1,8}$'
    GROUP BY prefix, day, number::int
),

by_day AS (
    SELECT
        prefix,
        day,
        sum(stored_count) + sum(quarantined_count) AS known_count,
        sum(quarantined_count) AS quarantined_count,
        coalesce(max(last_number), 0) AS last_number,
        sum(copy_count) AS copy_count,
        sum(payment_count) AS payment_count
    FROM (
        SELECT prefix, day, stored_count, 0 AS quarantined_count, last_number, 0 AS copy_count, 0 AS payment_count
        FROM stored
        UNION ALL
        SELECT
            prefix,
            day,
            0,
            is_quarantined::int,
            CASE WHEN is_quarantined THEN number END,
            copy_count,
            payment_count
        FROM by_number
    ) AS known
    GROUP BY prefix, day
),

judged AS (
    SELECT
        *,
        CAST(:since AS date) + make_interval(
            months => CASE
                WHEN day ~ '^\d{4}'
                    THEN
                        12 * (left(day, 2)::int - to_char(CAST(:since AS date), 'YY')::int)
                        + substr(day, 3, 2)::int - to_char(CAST(:since AS date), 'MM')::int
                ELSE 0
            END
        ) AS month,
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

-- Whom the codes of a prefix belong to: the agency that resolves most of them, else the prefix read as an agency code.
resolver AS (
    SELECT DISTINCT ON (prefix)
        prefix,
        agency_code
    FROM stored
    GROUP BY prefix, agency_code
    ORDER BY prefix ASC, sum(stored_count) DESC, agency_code ASC
),

place AS (
    SELECT
        written.prefix,
        coalesce(
            resolver.agency_code,
            CASE
                WHEN written.prefix ~ '^\d' THEN (
                    SELECT string_agg(part.written, '.' ORDER BY part.place DESC)
                    FROM unnest(string_to_array(written.prefix, '.')) WITH ORDINALITY AS part (written, place)
                    WHERE part.written !~ '^0+$'
                )
                ELSE written.prefix
            END
        ) AS agency_code
    FROM (SELECT DISTINCT prefix FROM judged) AS written
    LEFT JOIN resolver ON resolver.prefix = written.prefix
)

SELECT
    tree.ancestor_code AS agency_code,
    sum(judged.quarantined_count)::bigint AS quarantined_count,
    sum(CASE WHEN judged.is_dense THEN greatest(judged.last_number - judged.known_count, 0) ELSE 0 END)::bigint
        AS code_gap_count,
    sum(coalesce(paid_unseen.paid_unseen_count, 0))::bigint AS paid_unseen_count,
    sum(judged.payment_count)::bigint AS quarantined_payment_count,
    sum(judged.copy_count)::bigint AS duplicate_count
FROM judged
LEFT JOIN paid_unseen ON paid_unseen.prefix = judged.prefix AND paid_unseen.day = judged.day
INNER JOIN place ON place.prefix = judged.prefix
INNER JOIN core.agency_stood AS tree
    ON
        tree.agency_code = place.agency_code
        AND tree.since < judged.month + INTERVAL '1 month'
        AND tree.until >= judged.month + INTERVAL '1 month'
GROUP BY tree.ancestor_code
