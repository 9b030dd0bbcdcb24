-- Writes: counted_change, of one source. Each record that changed counts as it does now, less as it did.
-- Filled in: the records that changed, the source's rows before and now, and the parts that formulas make of a row.
INSERT INTO counted_change (
    source, record_code, agency_code, counts_for, indicator, cause, numerator_change, denominator_change
)
WITH
changed AS MATERIALIZED (
{changed}),

counted AS (
    SELECT
        record.record_code,
        record.agency_code,
        record.counts_for,
        part.indicator,
        -part.numerator AS numerator,
        -part.denominator AS denominator
    FROM ({before}) AS record
    CROSS JOIN LATERAL (VALUES {parts}) AS part (indicator, numerator, denominator)
    UNION ALL
    SELECT
        record.record_code,
        record.agency_code,
        record.counts_for,
        part.indicator,
        part.numerator,
        part.denominator
    FROM ({now}) AS record
    CROSS JOIN LATERAL (VALUES {parts}) AS part (indicator, numerator, denominator)
),

difference AS (
    SELECT
        record_code,
        agency_code,
        counts_for,
        indicator,
        SUM(numerator) AS numerator_change,
        SUM(denominator) AS denominator_change
    FROM counted
    GROUP BY record_code, agency_code, counts_for, indicator
    HAVING SUM(numerator) <> 0 OR SUM(denominator) <> 0
),

-- One cause a record; what payments do to a dossier speaks only for the indicators that count its payments.
cause AS (
    SELECT record_code, MIN(cause) AS cause, MIN(payment_cause) AS payment_cause
    FROM changed
    GROUP BY record_code
)

SELECT
    :source,
    difference.record_code,
    difference.agency_code,
    difference.counts_for,
    difference.indicator,
    CASE
        WHEN cause.cause <> 'late' AND difference.indicator = ANY(:of_payments) AND cause.payment_cause IS NOT NULL
            THEN cause.payment_cause
        ELSE cause.cause
    END AS cause,
    difference.numerator_change,
    difference.denominator_change
FROM difference
INNER JOIN cause ON cause.record_code = difference.record_code
