-- What is known, and the sets that the program fills.
SET LOCAL work_mem = '128MB';
SET LOCAL jit = off;
SET LOCAL enable_mergejoin = off;
-- Each set is counted here once and joined once or twice: a tenth of the usual sample tells the planner how large it is.
SET LOCAL default_statistics_target = 10;

-- What is known of each root agency. Of a record feed: the stretch that was pulled without a hole behind its watermark.
-- What units report is known sheet by sheet, for the months that they reported; and of a province, that it reports at all.
-- A catalogue holds for all time; known_as then changes with each load that found something new.
CREATE TEMP TABLE known_root (
    feed text NOT NULL,
    root_agency text NOT NULL,
    covered tstzmultirange NOT NULL,
    complete_until timestamptz NOT NULL,
    known_as text NOT NULL
) ON COMMIT DROP;
INSERT INTO known_root
SELECT
    receipt.feed,
    receipt.root_agency,
    RANGE_AGG(TSTZRANGE(receipt.window_start, receipt.window_end))
    * TSTZMULTIRANGE(TSTZRANGE(NULL, watermark.complete_until)) AS covered,
    watermark.complete_until,
    '' AS known_as
FROM ops.receipt AS receipt
INNER JOIN ops.watermark AS watermark
    ON watermark.feed = receipt.feed AND watermark.root_agency = receipt.root_agency
WHERE receipt.feed NOT IN ('agencies', 'procedures')
GROUP BY receipt.feed, receipt.root_agency, watermark.complete_until
UNION ALL
SELECT
    feed,
    root_agency,
    TSTZMULTIRANGE(TSTZRANGE(NULL, NULL)),
    'infinity',
    FORMAT('%s loads, the last at %s', COUNT(*) FILTER (WHERE loaded > 0), MAX(loaded_at) FILTER (WHERE loaded > 0))
FROM ops.receipt
WHERE feed IN ('agencies', 'procedures')
GROUP BY feed, root_agency
UNION ALL
SELECT
    'unit_' || sheet.sheet,
    report.agency_code,
    RANGE_AGG(TSTZRANGE(report.month::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh', report.known_until)),
    MAX(report.known_until),
    ''
FROM core.unit_report AS report
INNER JOIN core.unit_report_sheet AS sheet
    ON
        sheet.agency_code = report.agency_code
        AND sheet.month = report.month
        AND sheet.version = report.version
WHERE report.is_newest AND sheet.answer <> 'not_reported'
GROUP BY sheet.sheet, report.agency_code
UNION ALL
SELECT DISTINCT
    'unit_reports',
    SPLIT_PART(agency_code, '.', 1),
    TSTZMULTIRANGE(TSTZRANGE(NULL, NULL)),
    'infinity'::timestamptz,
    'reports'
FROM core.unit_report;

-- Feeds of root agencies of which something else is known than at the last measure, and the time that it concerns: all
-- of it at the first sight; then what is covered and was not (or the other way), and what lies between the watermarks.
CREATE TEMP TABLE moved ON COMMIT DROP AS
SELECT
    COALESCE(found.root_agency, measured.root_agency) AS root_agency,
    found.known_as IS DISTINCT FROM measured.known_as AND COALESCE(found.known_as, measured.known_as) <> ''
        AS is_of_catalogue,
    CASE
        WHEN found.feed IS NULL OR measured.feed IS NULL THEN TSTZMULTIRANGE(TSTZRANGE(NULL, NULL))
        ELSE
            (found.covered - measured.covered)
            + (measured.covered - found.covered)
            + TSTZMULTIRANGE(
                TSTZRANGE(
                    LEAST(found.complete_until, measured.complete_until),
                    GREATEST(found.complete_until, measured.complete_until)
                )
            )
    END AS stretch
FROM known_root AS found
FULL JOIN (SELECT * FROM ops.measured WHERE feed <> 'formulas') AS measured
    ON measured.feed = found.feed AND measured.root_agency = found.root_agency
WHERE
    (found.covered, found.complete_until, found.known_as)
    IS DISTINCT FROM (measured.covered, measured.complete_until, measured.known_as);

-- Filled by the program, from the clock, the calendar, the catalogue and the frameworks.
CREATE TEMP TABLE today (day date NOT NULL) ON COMMIT DROP;
CREATE TEMP TABLE period (
    period text NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    year int NOT NULL,
    month_bits int NOT NULL,
    last_bit int NOT NULL,
    span tstzrange GENERATED ALWAYS AS (
        TSTZRANGE(since::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh', until::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh')
    ) STORED
) ON COMMIT DROP;
CREATE TEMP TABLE formula (
    formula_no int NOT NULL,
    indicator_no int NOT NULL,
    indicator text NOT NULL,
    version text NOT NULL,
    source text NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    zero_denominator text NOT NULL
) ON COMMIT DROP;
-- is_stock: the source says how things stand at the end of a month, not what happened in it.
CREATE TEMP TABLE source_feed (source text NOT NULL, feed text NOT NULL, is_stock boolean NOT NULL) ON COMMIT DROP;
CREATE TEMP TABLE weight (
    framework text NOT NULL,
    agency_level int NOT NULL,
    holds_from date NOT NULL,
    holds_until date NOT NULL,
    group_code text NOT NULL,
    group_points numeric NOT NULL,
    applies_by text NOT NULL,
    indicator_no int,
    input text NOT NULL,
    origin text NOT NULL,
    formula text NOT NULL,
    points numeric NOT NULL,
    full_at numeric NOT NULL,
    when_zero text NOT NULL,
    is_inverted boolean NOT NULL,
    tier_rates numeric [] NOT NULL,
    tier_points numeric [] NOT NULL,
    is_shown boolean NOT NULL
) ON COMMIT DROP;
