-- Grain: indicator × goal of one agency and period; of the whole percents only the next. Reader: the page for officials.
SELECT DISTINCT ON (indicator, goal)
    indicator,
    goal,
    goal_rate,
    numerator,
    denominator,
    rate,
    better,
    more_count,
    rest_count,
    rest_more_count,
    standing,
    framework,
    target_source,
    target_standing,
    data_as_of
FROM mart.what_if
WHERE
    agency_code = :agency_code
    AND period = :period
ORDER BY indicator ASC, goal ASC, abs(goal_rate - rate) ASC;
