-- Counts of every wanted period and agency over one source of records; the agency's own rows first, then up the tree.
-- Filled in: the source's rows, the sums of the catalogue, and which of them are an indicator's numerator and denominator.
INSERT INTO counted (period, agency_code, indicator, version, numerator, denominator)
WITH
source_row AS (
{rows}),

own AS (
    SELECT
        agency_code,
        month,
        counts_from,
{sums}
    FROM source_row
    GROUP BY agency_code, month, counts_from
),

by_period AS (
    SELECT
        wanted.period,
        wanted.agency_code,
{added}
    FROM own
    INNER JOIN core.agency_ancestor AS tree ON tree.agency_code = own.agency_code
    INNER JOIN wanted
        ON
            wanted.agency_code = tree.ancestor_code
            AND wanted.year = EXTRACT(YEAR FROM own.month)::int
            AND own.month >= wanted.since
            AND own.month < wanted.until
            AND own.counts_from < wanted.until
    GROUP BY wanted.period, wanted.agency_code
)

SELECT
    by_period.period,
    by_period.agency_code,
    formula.indicator,
    formula.version,
    formula.numerator,
    formula.denominator
FROM by_period
CROSS JOIN LATERAL (VALUES
{formulas}
) AS formula (indicator, version, numerator, denominator)
