-- What may be said of each count. Zero, not applicable and not known are three things:
-- no_data         nothing was pulled for the agency in the period: there is no number
-- incomplete      a part of the period, or of the agencies below, was not pulled: the number is of what is known
-- not_applicable  the denominator is 0, and the catalogue says that the rate then says nothing
-- preliminary     the period was not over at the newest data
ANALYZE counted;

-- Periods of agencies of which something is known, or of which records are there all the same.
CREATE TEMP TABLE kept ON COMMIT DROP AS
SELECT wanted.*
FROM wanted
LEFT JOIN (SELECT agency_code, RANGE_AGG(touching) AS touching FROM known GROUP BY agency_code) AS pulled
    ON pulled.agency_code = wanted.agency_code
WHERE
    pulled.touching && wanted.span
    OR (wanted.period, wanted.agency_code) IN (
        SELECT counted.period, counted.agency_code
        FROM counted
        INNER JOIN formula ON formula.indicator = counted.indicator AND formula.is_of_records
        WHERE counted.numerator <> 0 OR counted.denominator <> 0
    );
ANALYZE kept;

CREATE TEMP TABLE fresh ON COMMIT DROP AS
WITH asked AS (
    SELECT
        kept.period,
        kept.agency_code,
        kept.span,
        formula.indicator,
        formula.version,
        formula.source,
        formula.zero_denominator
    FROM kept
    INNER JOIN formula ON kept.since >= formula.valid_from AND kept.since < formula.valid_until
),

found AS (
    SELECT
        asked.period,
        asked.agency_code,
        asked.indicator,
        asked.version,
        asked.zero_denominator,
        COALESCE(counted.numerator, 0) AS numerator,
        COALESCE(counted.denominator, 0) AS denominator,
        known.data_as_of,
        COALESCE(known.touching && asked.span, FALSE) AS is_touched,
        known.covered && asked.span
        AND known.covered @> (asked.span * TSTZRANGE(NULL, known.data_as_of)) AS is_whole,
        known.data_as_of < UPPER(asked.span) AS is_open
    FROM asked
    LEFT JOIN known ON known.agency_code = asked.agency_code AND known.source = asked.source
    LEFT JOIN counted
        ON
            counted.period = asked.period
            AND counted.agency_code = asked.agency_code
            AND counted.indicator = asked.indicator
            AND counted.version = asked.version
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
    period,
    agency_code,
    indicator,
    version,
    CASE WHEN state <> 'no_data' THEN numerator END AS numerator,
    CASE WHEN state <> 'no_data' THEN denominator END AS denominator,
    ROUND(numerator::numeric / NULLIF(denominator, 0), 10) AS rate,
    state,
    is_open,
    data_as_of
FROM judged;
ANALYZE fresh;
