-- Grain: one row: the live figures that are of a part of the data alone, of the period :period or of all ('' asks for all),
-- and by feed of how many agencies something is missing in them.
WITH
figure AS (
    SELECT
        period,
        agency_code,
        COUNT(*) AS figure_count
    FROM core.indicator
    WHERE state = 'incomplete' AND :period IN ('', period)
    GROUP BY period, agency_code
),

lacking AS (
    SELECT
        missing.feed,
        COUNT(DISTINCT missing.missing_agency_code) AS agency_count
    FROM core.missing AS missing
    INNER JOIN figure ON figure.period = missing.period AND figure.agency_code = missing.agency_code
    GROUP BY missing.feed
)

SELECT
    COALESCE(SUM(figure_count), 0) AS figure_count,
    COUNT(DISTINCT agency_code) AS agency_count,
    COUNT(DISTINCT period) AS period_count,
    COALESCE((SELECT JSONB_AGG(JSONB_BUILD_ARRAY(feed, agency_count) ORDER BY feed) FROM lacking), '[]') AS feeds
FROM figure
