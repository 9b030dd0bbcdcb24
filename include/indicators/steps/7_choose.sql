-- Kept: periods of places of which something is known, or of which records are there all the same.
ANALYZE counted;

CREATE TEMP TABLE kept ON COMMIT DROP AS
WITH pulled AS (
    SELECT
        place,
        RANGE_AGG(touching_any) AS touching
    FROM known
    GROUP BY place
),

counting AS (
    SELECT DISTINCT slot
    FROM counted
    WHERE numerator <> 0 OR denominator <> 0
),

found AS (
    SELECT wanted.*
    FROM wanted
    LEFT JOIN pulled ON pulled.place = wanted.place
    LEFT JOIN counting ON counting.slot = wanted.slot
    WHERE (pulled.touching && wanted.span AND wanted.since < wanted.ended_on) OR counting.slot IS NOT NULL
)

SELECT * FROM found
UNION ALL
SELECT wanted.*
FROM wanted
INNER JOIN found AS of_the_time
    ON of_the_time.agency_code = wanted.agency_code AND of_the_time.period = wanted.period AND NOT of_the_time.is_today
WHERE wanted.is_today AND wanted.slot NOT IN (SELECT slot FROM found);
ANALYZE kept;
