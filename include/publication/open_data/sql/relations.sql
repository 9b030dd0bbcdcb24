-- Where one number is the sum of others that the export tells too: what is hidden must not follow by subtraction.
-- period(period, since, until): every period of the export, as days.

CREATE TABLE relation AS
WITH place AS (
    SELECT
        whole.cell AS relation,
        whole.cell AS whole,
        part.cell AS part
    FROM cell AS whole
    INNER JOIN cell AS part
        ON
            whole.indicator = part.indicator
            AND whole.period = part.period
            AND (
                part.kind = 'below' AND part.parent_code = whole.agency_code
                OR part.kind = 'own' AND part.agency_code = whole.agency_code
            )
    WHERE whole.kind = 'below'
),

stretch AS (
    SELECT
        long.period AS whole_period,
        short.period AS part_period,
        date_diff('month', short.since, short.until) AS months
    FROM period AS long
    INNER JOIN period AS short
        ON short.since >= long.since AND short.until <= long.until AND short.period <> long.period
),

time AS (
    SELECT
        -(whole.cell * 100 + stretch.months) AS relation,
        whole.cell AS whole,
        part.cell AS part
    FROM cell AS whole
    INNER JOIN stretch ON whole.period = stretch.whole_period
    INNER JOIN cell AS part
        ON
            whole.indicator = part.indicator
            AND whole.agency_code = part.agency_code
            AND whole.kind = part.kind
            AND part.period = stretch.part_period
),

told AS (
    SELECT * FROM place
    UNION ALL
    SELECT * FROM time
)

SELECT told.*
FROM told
INNER JOIN (
    SELECT told.relation
    FROM told
    INNER JOIN cell AS whole ON told.whole = whole.cell
    INNER JOIN cell AS part ON told.part = part.cell
    GROUP BY told.relation
    HAVING sum(part.cases) = any_value(whole.cases)
) AS sums ON told.relation = sums.relation;
