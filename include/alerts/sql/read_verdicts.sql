-- Grain: agency × month that the rule has judged, from :since on; for a month restated since, the newest vintage that was
-- published after that, and its counts. Reader: include/alerts/facts.py.
SELECT
    verdict.agency_code,
    verdict.period,
    verdict.outcome,
    verdict.numerator,
    verdict.denominator,
    published.vintage,
    published.numerator AS published_numerator,
    published.denominator AS published_denominator
FROM ops.verdict
LEFT JOIN LATERAL (
    SELECT
        figure.vintage,
        figure.numerator,
        figure.denominator
    FROM publication.vintage
    INNER JOIN publication.indicator AS figure USING (period, vintage)
    WHERE
        vintage.period = verdict.period
        AND vintage.published_at >= verdict.restated_at
        AND vintage.vintage > verdict.vintage
        AND figure.agency_code = verdict.agency_code
        AND figure.indicator = :indicator
    ORDER BY vintage.vintage DESC
    LIMIT 1
) AS published ON verdict.restated_at IS NOT NULL
WHERE verdict.rule = :rule AND verdict.period >= :since
