-- Grain: one row: how many figures, scores and agencies differ from the vintage :before_vintage. Age alone is none.
WITH
figure AS (
    (
        SELECT agency_code, indicator, numerator, denominator, rate, points, state, framework, formula_version
        FROM core.indicator
        WHERE period = :period
        EXCEPT
        SELECT agency_code, indicator, numerator, denominator, rate, points, state, framework, formula_version
        FROM publication.indicator
        WHERE period = :period AND vintage = :before_vintage
    )
    UNION ALL
    (
        SELECT agency_code, indicator, numerator, denominator, rate, points, state, framework, formula_version
        FROM publication.indicator
        WHERE period = :period AND vintage = :before_vintage
        EXCEPT
        SELECT agency_code, indicator, numerator, denominator, rate, points, state, framework, formula_version
        FROM core.indicator
        WHERE period = :period
    )
),

score AS (
    (
        SELECT agency_code, framework, group_code, points, max_points, state
        FROM core.index_score
        WHERE period = :period
        EXCEPT
        SELECT agency_code, framework, group_code, points, max_points, state
        FROM publication.index_score
        WHERE period = :period AND vintage = :before_vintage
    )
    UNION ALL
    (
        SELECT agency_code, framework, group_code, points, max_points, state
        FROM publication.index_score
        WHERE period = :period AND vintage = :before_vintage
        EXCEPT
        SELECT agency_code, framework, group_code, points, max_points, state
        FROM core.index_score
        WHERE period = :period
    )
)

SELECT
    (SELECT COUNT(DISTINCT (agency_code, indicator)) FROM figure) AS figure_count,
    (SELECT COUNT(DISTINCT (agency_code, framework, group_code)) FROM score) AS score_count,
    (
        SELECT COUNT(DISTINCT agency_code)
        FROM (SELECT agency_code FROM figure UNION ALL SELECT agency_code FROM score) AS every
    ) AS agency_count
