-- Writes: publication.changed_record, each record once, for its own agency.
INSERT INTO publication.changed_record (
    period, vintage, source, record_code, agency_code, indicator, cause, numerator_change, denominator_change
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
    denominator_change
FROM counted_change
WHERE counts_for = agency_code
