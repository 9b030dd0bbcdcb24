-- Grain: agency of which a figure of the period is of a part of the data alone, with what is the matter.
SELECT
    figure.agency_code,
    COALESCE(
        (
            SELECT agency.agency_name
            FROM core.agency AS agency
            WHERE agency.agency_code = figure.agency_code
            ORDER BY agency.valid_from DESC
            LIMIT 1
        ),
        ''
    ) AS agency_name,
    STRING_AGG(DISTINCT figure.state, ', ' ORDER BY figure.state) AS states,
    COUNT(*) AS figure_count
FROM core.indicator AS figure
WHERE figure.period = :period AND figure.state IN ('incomplete', 'preliminary')
GROUP BY figure.agency_code
ORDER BY figure.agency_code
LIMIT 20
