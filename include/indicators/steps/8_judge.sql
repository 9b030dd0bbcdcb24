-- What may be said of each count. Zero, not applicable and not known are three things:
-- no_data         nothing was pulled for the agency in the period: there is no number
-- incomplete      a part of the period, or of the agencies below, was not pulled: the number is of what is known
-- not_applicable  the denominator is 0, and the catalogue says that the rate then says nothing
-- preliminary     the period was not over at the newest data
-- Of what units report there is a row only in provinces where any unit reports: elsewhere nobody is asked for it.
-- How things stand at the end of a period needs its last month alone, or the last of which anything is known.
ANALYZE counted;

CREATE TEMP TABLE standing ON COMMIT DROP AS
SELECT
    kept.slot,
    source.source,
    source.is_stock,
    known.data_as_of,
    COALESCE(known.touching && kept.span, FALSE)
    AND (
        NOT source.is_stock
        OR (kept.slot, source.source) IN (SELECT reported.slot, reported.source FROM reported)
    ) AS is_touched,
    known.covered && needed.span
    AND known.covered @> (needed.span * TSTZRANGE(NULL, known.data_as_of)) AS is_whole,
    known.data_as_of < LEAST(UPPER(kept.span), kept.ended_on::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh') AS is_open
FROM kept
CROSS JOIN (SELECT DISTINCT source, is_stock FROM source_feed) AS source
LEFT JOIN known ON known.place = kept.place AND known.source = source.source
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN NOT source.is_stock THEN kept.span
            WHEN known.data_as_of > LOWER(kept.span)
                THEN kept.span * TSTZRANGE(
                    DATE_TRUNC(
                        'month', LEAST(UPPER(kept.span), known.data_as_of) - INTERVAL '1 second', 'Asia/Ho_Chi_Minh'
                    ),
                    NULL
                )
        END AS span
) AS needed
WHERE
    NOT source.is_stock
    OR SPLIT_PART(kept.agency_code, '.', 1) IN (SELECT root_agency FROM known_root WHERE feed = 'unit_reports');
ANALYZE standing;

CREATE TEMP TABLE fresh ON COMMIT DROP AS
WITH found AS (
    SELECT
        kept.slot,
        formula.indicator_no,
        formula.formula_no,
        formula.zero_denominator,
        COALESCE(counted.numerator, 0) AS numerator,
        COALESCE(counted.denominator, 0) AS denominator,
        standing.data_as_of,
        standing.is_touched,
        standing.is_whole,
        standing.is_open
    FROM kept
    INNER JOIN formula ON kept.since >= formula.valid_from AND kept.since < formula.valid_until
    INNER JOIN standing ON standing.slot = kept.slot AND standing.source = formula.source
    LEFT JOIN counted ON counted.slot = kept.slot AND counted.formula_no = formula.formula_no
),

judged AS (
    SELECT
        *,
        CASE
            WHEN NOT is_touched AND denominator = 0 THEN 'no_data'
            WHEN NOT is_touched OR NOT is_whole THEN 'incomplete'
            WHEN denominator = 0 THEN zero_denominator
            WHEN is_open THEN 'preliminary'
            ELSE 'ok'
        END AS state
    FROM found
)

SELECT
    slot,
    indicator_no,
    formula_no,
    CASE WHEN state <> 'no_data' THEN numerator END AS numerator,
    CASE WHEN state <> 'no_data' THEN denominator END AS denominator,
    ROUND(numerator::numeric / NULLIF(denominator, 0), 10) AS rate,
    state,
    is_open,
    data_as_of
FROM judged;
ANALYZE fresh;
