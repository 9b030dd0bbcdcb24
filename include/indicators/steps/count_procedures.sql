-- Counts of every wanted period and agency over a source whose rows already speak of the agency with all below it.
-- Filled in: the source's rows, the sums of the catalogue, and which of them are an indicator's numerator and denominator.
INSERT INTO counted (period, agency_code, indicator, version, numerator, denominator)
WITH
source_row AS (
{rows}),

by_period AS (
    SELECT
        period,
        agency_code,
{sums}
    FROM source_row
    GROUP BY period, agency_code
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
