-- Counts of every kept period and place over a source whose rows already speak of the agency with all below it.
-- Filled in: the source's rows, the sums of the catalogue, and which of them are an indicator's numerator and denominator.
INSERT INTO counted (slot, formula_no, numerator, denominator)
WITH
source_row AS (
{rows}),

by_slot AS (
    SELECT
        slot,
{sums}
    FROM source_row
    GROUP BY slot
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
