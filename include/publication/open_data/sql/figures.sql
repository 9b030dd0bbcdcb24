-- Indicators: what is hidden keeps its row and says so.

CREATE TABLE told_indicator AS
SELECT
    figure.* REPLACE (
        CASE WHEN hidden.cell IS NULL THEN figure.numerator END AS numerator,
        CASE WHEN hidden.cell IS NULL THEN figure.denominator END AS denominator,
        CASE WHEN hidden.cell IS NULL THEN figure.rate END AS rate,
        CASE WHEN hidden.cell IS NULL THEN figure.points END AS points,
        CASE WHEN hidden.cell IS NULL THEN figure.state ELSE 'suppressed' END AS state
    )
FROM indicator AS figure
LEFT JOIN (SELECT * FROM cell WHERE kind = 'below' AND is_hidden) AS hidden
    ON
        figure.indicator = hidden.indicator
        AND figure.agency_code = hidden.agency_code
        AND figure.period = hidden.period;
