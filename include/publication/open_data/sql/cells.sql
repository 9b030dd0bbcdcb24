-- Every number of cases that the export tells: of an agency with all below it, and of the agency alone.
-- personal(indicator): indicators that count people's cases. agency, indicator: as the marts have them.

CREATE TABLE cell AS
WITH below AS (
    SELECT
        figure.indicator,
        figure.agency_code,
        figure.period,
        agency.parent_code,
        figure.denominator AS cases
    FROM indicator AS figure
    INNER JOIN personal ON figure.indicator = personal.indicator
    LEFT JOIN (SELECT agency_code, parent_code FROM agency WHERE is_newest) AS agency
        ON figure.agency_code = agency.agency_code
    WHERE figure.denominator IS NOT NULL
),

children AS (
    SELECT
        indicator,
        parent_code AS agency_code,
        period,
        sum(cases) AS cases
    FROM below
    GROUP BY ALL
)

SELECT
    row_number() OVER (ORDER BY indicator, agency_code, period, kind) AS cell,
    *,
    cases > 0 AND cases < getvariable('min_count') AS is_hidden
FROM (
    SELECT
        'below' AS kind,
        indicator,
        agency_code,
        period,
        parent_code,
        cases
    FROM below
    UNION ALL
    SELECT
        'own' AS kind,
        below.indicator,
        below.agency_code,
        below.period,
        NULL AS parent_code,
        below.cases - coalesce(children.cases, 0) AS cases
    FROM below
    LEFT JOIN children USING (indicator, agency_code, period)
);
