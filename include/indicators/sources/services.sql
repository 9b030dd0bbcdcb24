-- Grain: wanted period × agency with all below it × procedures that are alike. What holds at the end of a month, or
-- happened in it, is one bit of the year (January the lowest): one pass over a year serves all of its periods, and a
-- procedure that several agencies below resolve is counted once. Readers: the indicators over services.
WITH
asked_month AS (
    SELECT DISTINCT
        year,
        month_bit,
        (month + INTERVAL '1 month - 1 day')::date AS last_day
    FROM cell
),

below AS (
    SELECT DISTINCT
        agency_code,
        year,
        MAKE_DATE(year, 1, 1) AS first_day,
        MAKE_DATE(year + 1, 1, 1) AS next_first_day
    FROM cell
),

version AS (
    SELECT
        procedure.procedure_code,
        asked_month.year,
        BIT_OR(asked_month.month_bit) AS held_months,
        COALESCE(BIT_OR(asked_month.month_bit) FILTER (WHERE procedure.online_level = 2), 0) AS full_months,
        COALESCE(BIT_OR(asked_month.month_bit) FILTER (WHERE procedure.online_level = 1), 0) AS partial_months,
        COALESCE(BIT_OR(asked_month.month_bit) FILTER (WHERE procedure.has_fee), 0) AS fee_months,
        COALESCE(BIT_OR(asked_month.month_bit) FILTER (WHERE procedure.payable_online), 0) AS payable_months
    FROM core.procedure AS procedure
    INNER JOIN asked_month
        ON
            procedure.valid_from <= asked_month.last_day
            AND COALESCE(procedure.valid_to, 'infinity') > asked_month.last_day
    GROUP BY procedure.procedure_code, asked_month.year
),

link AS (
    SELECT
        below.agency_code,
        below.year,
        held.procedure_code,
        LEAST(GREATEST(held.valid_from, below.first_day), below.next_first_day) AS since,
        LEAST(GREATEST(COALESCE(held.valid_to, 'infinity'), below.first_day), below.next_first_day) AS until
    FROM core.procedure_agency AS held
    INNER JOIN below ON below.agency_code = held.agency_code
),

-- A link holds at the end of the months before that of its end, less those before that of its beginning. The stretches
-- of one link do not overlap: so in a month it holds once.
authority AS (
    SELECT
        agency_code,
        procedure_code,
        year,
        ((1 << ((EXTRACT(YEAR FROM until)::int - year) * 12 + EXTRACT(MONTH FROM until)::int - 1)) - 1)
        & ~((1 << ((EXTRACT(YEAR FROM since)::int - year) * 12 + EXTRACT(MONTH FROM since)::int - 1)) - 1)
            AS authority_months
    FROM link
),

activity AS (
    SELECT
        cube.agency_code,
        cube.procedure_code,
        cell.year,
        COALESCE(BIT_OR(cell.month_bit) FILTER (WHERE cube.fee_count > 0), 0) AS fee_dossier_months,
        COALESCE(BIT_OR(cell.month_bit) FILTER (WHERE cube.paid_online_count > 0), 0) AS online_payment_months,
        COALESCE(BIT_OR(cell.month_bit) FILTER (WHERE cube.channel = 'online' AND cube.received_count > 0), 0)
            AS online_dossier_months
    FROM core.dossier_cube AS cube
    INNER JOIN cell ON cell.month = cube.month AND cell.agency_code = cube.agency_code
    GROUP BY cube.agency_code, cube.procedure_code, cell.year
),

own AS MATERIALIZED (
    SELECT
        agency_code,
        procedure_code,
        year,
        COALESCE(authority.authority_months, 0) AS authority_months,
        COALESCE(activity.fee_dossier_months, 0) AS fee_dossier_months,
        COALESCE(activity.online_payment_months, 0) AS online_payment_months,
        COALESCE(activity.online_dossier_months, 0) AS online_dossier_months
    FROM authority
    FULL JOIN activity USING (agency_code, procedure_code, year)
),

parent AS (
    SELECT DISTINCT ancestor_code AS agency_code
    FROM core.agency_ancestor
    WHERE distance > 0
),

-- Only what has somebody below must be freed of repetitions: most agencies have nobody.
subtree AS (
    SELECT own.*
    FROM own
    WHERE NOT EXISTS (SELECT FROM parent WHERE parent.agency_code = own.agency_code)
    UNION ALL
    SELECT
        tree.ancestor_code,
        own.procedure_code,
        own.year,
        BIT_OR(own.authority_months),
        BIT_OR(own.fee_dossier_months),
        BIT_OR(own.online_payment_months),
        BIT_OR(own.online_dossier_months)
    FROM own
    INNER JOIN core.agency_ancestor AS tree ON tree.agency_code = own.agency_code
    INNER JOIN parent ON parent.agency_code = tree.ancestor_code
    GROUP BY tree.ancestor_code, own.procedure_code, own.year
),

alike AS (
    SELECT
        subtree.agency_code,
        subtree.year,
        subtree.authority_months & version.held_months AS authority_months,
        subtree.fee_dossier_months,
        subtree.online_payment_months,
        subtree.online_dossier_months,
        version.full_months,
        version.partial_months,
        version.fee_months,
        version.payable_months,
        COUNT(*) AS procedure_count
    FROM subtree
    INNER JOIN version ON version.procedure_code = subtree.procedure_code AND version.year = subtree.year
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
)

SELECT
    wanted.period,
    wanted.agency_code,
    alike.procedure_count,
    CASE
        WHEN alike.full_months & wanted.last_bit <> 0 THEN 2
        WHEN alike.partial_months & wanted.last_bit <> 0 THEN 1
        ELSE 0
    END AS online_level,
    alike.fee_months & wanted.last_bit <> 0 AS has_fee,
    alike.payable_months & wanted.last_bit <> 0 AS payable_online,
    alike.fee_dossier_months & wanted.month_bits <> 0 AS had_fee_dossier,
    alike.online_payment_months & wanted.month_bits <> 0 AS had_online_payment,
    alike.online_dossier_months & wanted.month_bits <> 0 AS had_online_dossier
FROM alike
INNER JOIN wanted ON wanted.agency_code = alike.agency_code AND wanted.year = alike.year
WHERE alike.authority_months & wanted.last_bit <> 0
