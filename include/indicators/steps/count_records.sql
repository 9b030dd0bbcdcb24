-- Counts of every wanted period and place over one source of records; the agency's own rows first, then up the tree.
-- Filled in: the source's rows, the sums of the catalogue, and which of them are an indicator's numerator and denominator.
INSERT INTO counted (slot, formula_no, numerator, denominator)
WITH
source_row AS (
{rows}),

own AS (
    SELECT
        agency_code,
        month,
        counts_from,
        EXTRACT(YEAR FROM month)::int AS year,
        (month + INTERVAL '1 month - 1 day')::date AS last_day,
{sums}
    FROM source_row
    GROUP BY agency_code, month, counts_from
),

by_slot AS (
    SELECT
        wanted.slot,
{added}
    FROM own
    INNER JOIN tree
        ON
            tree.agency_code = own.agency_code
            AND own.last_day >= tree.since
            AND own.last_day < tree.until
            AND NOT tree.is_divided
    INNER JOIN wanted
        ON
            wanted.place = tree.place
            AND wanted.year = own.year
            AND own.month >= wanted.since
            AND own.month < wanted.until
            AND own.counts_from < wanted.until
    GROUP BY wanted.slot
)

SELECT
    by_slot.slot,
    formula.formula_no,
    formula.numerator,
    formula.denominator
FROM by_slot
CROSS JOIN LATERAL (VALUES
{formulas}
) AS formula (formula_no, numerator, denominator)
