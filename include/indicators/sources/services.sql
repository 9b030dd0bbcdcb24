-- Grain: kept period × place × procedures that are alike. What holds at the end of a month, or happened in it, is one
-- bit of the year (January the lowest): one pass over a year serves all of its periods, and a procedure that several
-- agencies below resolve is counted once, as the weakest of their offers. Readers: the indicators over services.
WITH
-- Most places consist of one agency, which has each procedure once; only in the others one may repeat.
own_alike AS (
    SELECT
        owner,
        authority_months,
        offer_months,
        active_months,
        COUNT(*) AS procedure_count
    FROM own
    GROUP BY owner, authority_months, offer_months, active_months
),

subtree AS (
    SELECT
        member.place,
        member.year,
        own_alike.authority_months & member.months AS authority_months,
        own_alike.offer_months & member.flag_months AS offer_months,
        own_alike.active_months & member.flag_months AS active_months,
        own_alike.procedure_count
    FROM own_alike
    INNER JOIN member ON member.owner = own_alike.owner AND member.is_alone
    UNION ALL
    SELECT
        member.place,
        member.year,
        BIT_OR(own.authority_months & member.months),
        BIT_OR(own.offer_months & member.flag_months),
        BIT_OR(own.active_months & member.flag_months),
        1
    FROM own
    INNER JOIN member ON member.owner = own.owner AND NOT member.is_alone
    GROUP BY member.place, member.year, own.procedure_code
),

alike AS (
    SELECT
        place,
        year,
        authority_months,
        offer_months,
        active_months,
        SUM(procedure_count)::bigint AS procedure_count
    FROM subtree
    WHERE authority_months <> 0
    GROUP BY place, year, authority_months, offer_months, active_months
)

SELECT
    kept.slot,
    alike.procedure_count,
    CASE
        WHEN alike.offer_months & kept.last_bit <> 0 THEN 0
        WHEN (alike.offer_months >> 12) & kept.last_bit <> 0 THEN 1
        ELSE 2
    END AS online_level,
    (alike.offer_months >> 24) & kept.last_bit <> 0 AS has_fee,
    (alike.offer_months >> 24) & ~(alike.offer_months >> 36) & kept.last_bit <> 0 AS payable_online,
    alike.active_months & kept.month_bits <> 0 AS had_fee_dossier,
    (alike.active_months >> 12) & kept.month_bits <> 0 AS had_online_payment,
    (alike.active_months >> 24) & kept.month_bits <> 0 AS had_online_dossier
FROM alike
INNER JOIN kept ON kept.place = alike.place AND kept.year = alike.year
WHERE alike.authority_months & kept.last_bit <> 0
