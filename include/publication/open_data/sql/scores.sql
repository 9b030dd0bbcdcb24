-- Scores: points say the rate that they were given for, so an agency and period with a hidden figure has none.

CREATE TABLE told_index AS
SELECT
    score.* REPLACE (
        CASE WHEN hidden.agency_code IS NULL THEN score.points END AS points,
        CASE WHEN hidden.agency_code IS NULL THEN score.state ELSE 'suppressed' END AS state
    )
FROM index AS score
LEFT JOIN (SELECT DISTINCT agency_code, period FROM cell WHERE kind = 'below' AND is_hidden) AS hidden
    ON score.agency_code = hidden.agency_code AND score.period = hidden.period;
