-- Writes the scores that differ, and the age of figures that newer data left as they were.
DELETE FROM core.index_score AS old
USING wanted
WHERE
    old.period = wanted.period
    AND old.agency_code = wanted.agency_code
    AND NOT EXISTS (
        SELECT FROM score
        WHERE
            score.period = old.period
            AND score.agency_code = old.agency_code
            AND score.framework = old.framework
            AND score.group_code = old.group_code
    );

INSERT INTO core.index_score AS old (period, agency_code, framework, group_code, points, max_points, state)
SELECT period, agency_code, framework, group_code, points, max_points, state
FROM score
ON CONFLICT (period, agency_code, framework, group_code) DO UPDATE SET
    points = EXCLUDED.points,
    max_points = EXCLUDED.max_points,
    state = EXCLUDED.state
WHERE (old.points, old.max_points, old.state) IS DISTINCT FROM (EXCLUDED.points, EXCLUDED.max_points, EXCLUDED.state);

UPDATE core.indicator AS old
SET data_as_of = known.data_as_of
FROM (SELECT DISTINCT agency_code FROM moved INNER JOIN related USING (root_agency)) AS aged
INNER JOIN known ON known.agency_code = aged.agency_code
INNER JOIN (SELECT DISTINCT indicator, source FROM formula) AS formula ON formula.source = known.source
WHERE
    old.agency_code = aged.agency_code
    AND old.indicator = formula.indicator
    AND old.data_as_of IS DISTINCT FROM known.data_as_of;
