-- Writes: publication.restatement, for every figure that differs from the vintage before. What records explain stands by
-- their causes; what they do not is a formula's doing, or a correction of what is no record of a feed. Services change
-- as their dossiers do, unless the catalogue was loaded anew.
INSERT INTO publication.restatement (
    period, vintage, agency_code, indicator, cause, old_value, new_value, old_numerator, new_numerator, old_denominator,
    new_denominator, old_points, new_points, numerator_change, denominator_change, record_count
)
WITH
figure AS (
    SELECT
        agency_code,
        indicator,
        old.rate AS old_value,
        new.rate AS new_value,
        old.numerator AS old_numerator,
        new.numerator AS new_numerator,
        old.denominator AS old_denominator,
        new.denominator AS new_denominator,
        old.points AS old_points,
        new.points AS new_points,
        COALESCE(new.numerator, 0) - COALESCE(old.numerator, 0) AS numerator_change,
        COALESCE(new.denominator, 0) - COALESCE(old.denominator, 0) AS denominator_change
    FROM (SELECT * FROM publication.indicator WHERE period = :period AND vintage = :before_vintage) AS old
    FULL JOIN (SELECT * FROM publication.indicator WHERE period = :period AND vintage = :now_vintage) AS new
        USING (agency_code, indicator)
    WHERE
        (old.numerator, old.denominator, old.rate, old.points)
        IS DISTINCT FROM (new.numerator, new.denominator, new.rate, new.points)
),

rolled AS (
    SELECT
        counts_for AS agency_code,
        indicator,
        cause,
        SUM(numerator_change) AS numerator_change,
        SUM(denominator_change) AS denominator_change,
        COUNT(DISTINCT record_code) AS record_count
    FROM counted_change
    GROUP BY counts_for, indicator, cause
),

explained AS (
    SELECT
        figure.agency_code,
        figure.indicator,
        COALESCE(SUM(rolled.numerator_change), 0) AS numerator_change,
        COALESCE(SUM(rolled.denominator_change), 0) AS denominator_change,
        COUNT(rolled.cause) AS cause_count
    FROM figure
    LEFT JOIN rolled ON rolled.agency_code = figure.agency_code AND rolled.indicator = figure.indicator
    GROUP BY figure.agency_code, figure.indicator
),

-- What the dossiers of an agency say of its services.
moved AS (
    SELECT
        agency_code,
        CASE
            WHEN BOOL_OR(cause = 'late') THEN 'late'
            WHEN BOOL_OR(cause = 'refund') THEN 'refund'
            ELSE 'correction'
        END AS cause
    FROM rolled
    GROUP BY agency_code
),

remainder AS (
    SELECT
        figure.agency_code,
        figure.indicator,
        CASE
            WHEN figure.indicator = ANY(:reformulated) THEN 'formula'
            WHEN figure.indicator = ANY(:of_services) AND NOT :is_catalogue_new THEN COALESCE(moved.cause, 'correction')
            ELSE 'correction'
        END AS cause,
        figure.numerator_change - explained.numerator_change AS numerator_change,
        figure.denominator_change - explained.denominator_change AS denominator_change,
        0 AS record_count
    FROM figure
    INNER JOIN explained ON explained.agency_code = figure.agency_code AND explained.indicator = figure.indicator
    LEFT JOIN moved ON moved.agency_code = figure.agency_code
    WHERE
        explained.cause_count = 0
        OR figure.numerator_change <> explained.numerator_change
        OR figure.denominator_change <> explained.denominator_change
),

part AS (
    SELECT
        agency_code,
        indicator,
        cause,
        SUM(numerator_change) AS numerator_change,
        SUM(denominator_change) AS denominator_change,
        SUM(record_count) AS record_count
    FROM (SELECT * FROM rolled UNION ALL SELECT * FROM remainder) AS every
    GROUP BY agency_code, indicator, cause
)

SELECT
    :period,
    :now_vintage,
    figure.agency_code,
    figure.indicator,
    part.cause,
    figure.old_value,
    figure.new_value,
    figure.old_numerator,
    figure.new_numerator,
    figure.old_denominator,
    figure.new_denominator,
    figure.old_points,
    figure.new_points,
    part.numerator_change,
    part.denominator_change,
    part.record_count
FROM figure
INNER JOIN part ON part.agency_code = figure.agency_code AND part.indicator = figure.indicator
