-- Grain: kept period × place × procedures that are alike. What holds at the end of a month, or happened in it, is one
-- bit of the year (January the lowest): one pass over a year serves all of its periods, and a procedure that several
-- agencies below resolve is counted once. Readers: the indicators over services.
WITH
-- Most places consist of one agency, which has each procedure once; only the others must be freed of repetitions.
subtree AS (
    SELECT
        member.place,
        member.year,
        authority.kind,
        authority.authority_months & member.months AS authority_months,
        COALESCE(activity.active_months, 0) & (member.months::bigint * (1 + (1 << 12) + (1 << 24))) AS active_months
    FROM authority
    INNER JOIN member ON member.owner = authority.owner AND member.is_alone
    LEFT JOIN activity ON activity.owner = authority.owner AND activity.procedure_no = authority.procedure_no
    UNION ALL
    SELECT
        member.place,
        member.year,
        own.kind,
        BIT_OR(own.authority_months & member.months),
        BIT_OR(own.active_months & (member.months::bigint * (1 + (1 << 12) + (1 << 24))))
    FROM (
        SELECT owner, kind, procedure_no, authority_months, 0::bigint AS active_months FROM authority
        UNION ALL
        SELECT owner, kind, procedure_no, 0, active_months FROM activity
    ) AS own
    INNER JOIN member ON member.owner = own.owner AND NOT member.is_alone
    GROUP BY member.place, member.year, own.kind, own.procedure_no
),

alike AS (
    SELECT
        place,
        year,
        kind,
        authority_months,
        active_months,
        COUNT(*) AS procedure_count
    FROM subtree
    WHERE authority_months <> 0
    GROUP BY place, year, kind, authority_months, active_months
),

kind AS (
    SELECT DISTINCT
        kind,
        full_months,
        partial_months,
        fee_months,
        payable_months
    FROM known_procedure
)

SELECT
    kept.slot,
    alike.procedure_count,
    CASE
        WHEN kind.full_months & kept.last_bit <> 0 THEN 2
        WHEN kind.partial_months & kept.last_bit <> 0 THEN 1
        ELSE 0
    END AS online_level,
    kind.fee_months & kept.last_bit <> 0 AS has_fee,
    kind.payable_months & kept.last_bit <> 0 AS payable_online,
    alike.active_months & kept.month_bits <> 0 AS had_fee_dossier,
    (alike.active_months >> 12) & kept.month_bits <> 0 AS had_online_payment,
    (alike.active_months >> 24) & kept.month_bits <> 0 AS had_online_dossier
FROM alike
INNER JOIN kind ON kind.kind = alike.kind
INNER JOIN kept ON kept.place = alike.place AND kept.year = alike.year
WHERE alike.authority_months & kept.last_bit <> 0
