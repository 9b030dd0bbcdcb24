-- Writes: publication.changed_record: each record once, with the agencies for which it counts so.
INSERT INTO publication.changed_record (
    period, vintage, source, record_code, agency_code, indicator, cause, numerator_change, denominator_change, counts_for
)
SELECT
    :period,
    :now_vintage,
    source,
    record_code,
    agency_code,
    indicator,
    cause,
    numerator_change,
    denominator_change,
    ARRAY_AGG(counts_for ORDER BY counts_for)
FROM counted_change
GROUP BY source, record_code, agency_code, indicator, cause, numerator_change, denominator_change
