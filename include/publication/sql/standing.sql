-- Grain: one row: what speaks for and against publishing the period :period, as its live figures stand.
SELECT
    (
        SELECT COUNT(*) FROM core.indicator WHERE period = :period
    ) AS figure_count,
    (
        SELECT COUNT(DISTINCT agency_code) FROM core.indicator WHERE period = :period
    ) AS agency_count,
    (
        SELECT COUNT(*) FROM core.indicator WHERE period = :period AND state IN ('ok', 'not_applicable')
    ) AS whole_count,
    (
        SELECT COUNT(DISTINCT agency_code)
        FROM core.indicator
        WHERE period = :period AND state IN ('incomplete', 'preliminary')
    ) AS incomplete_agency_count,
    (
        SELECT COUNT(*) FROM core.indicator WHERE period = :period AND state = 'no_data'
    ) AS no_data_count,
    (
        SELECT MIN(data_as_of) FROM core.indicator WHERE period = :period AND state IN ('ok', 'not_applicable')
    ) AS data_as_of,
    EXISTS (
        SELECT FROM ops.touched WHERE month >= :since_on AND month < :until_on
    )
    OR EXISTS (
        SELECT
        FROM ops.watermark AS watermark
        INNER JOIN ops.measured AS measured USING (feed, root_agency)
        WHERE
            watermark.feed NOT IN ('agencies', 'procedures')
            AND watermark.complete_until IS DISTINCT FROM measured.complete_until
            AND LEAST(watermark.complete_until, measured.complete_until) < :until
    )
    OR NOT EXISTS (
        SELECT FROM ops.measured WHERE feed = 'formulas' AND known_as = :fingerprint
    ) AS is_unmeasured,
    COALESCE((SELECT MAX(vintage) FROM publication.vintage WHERE period = :period), 0) AS vintage
