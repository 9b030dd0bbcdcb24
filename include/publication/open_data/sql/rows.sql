-- Cubes: rows with few cases are told together: the procedures of one {kept} as `*`, and where that is still few, with
-- as many more as it takes, everything as `*`. An agency and month whose own cases are hidden has no row. A small count
-- within the cases is left empty, and what is counted in it too.

CREATE TABLE told_{view} AS
WITH open_row AS (
    SELECT cube.* REPLACE (
        CASE WHEN cube.{cases} < getvariable('min_count') THEN '{together}' ELSE cube.procedure_code END AS procedure_code
    )
    FROM {view} AS cube
    WHERE NOT EXISTS (
        SELECT 1
        FROM cell
        WHERE
            cell.kind = 'own'
            AND cell.is_hidden
            AND cell.indicator = '{counted_by}'
            AND cell.agency_code = cube.agency_code
            AND cell.period = strftime(cube.month, '%Y-%m')
    )
),

by_label AS (
    SELECT
        {key},
        {sums}
    FROM open_row
    GROUP BY {key}
),

ranked AS (
    SELECT
        *,
        {cases} < getvariable('min_count') AS is_small,
        sum({cases}) FILTER ({cases} < getvariable('min_count')) OVER (PARTITION BY month, agency_code) AS small_cases,
        row_number() OVER (
            PARTITION BY month, agency_code, {cases} < getvariable('min_count') ORDER BY {cases}, {labels}
        ) AS place
    FROM by_label
),

gathered AS (
    SELECT
        * EXCLUDE (is_small, small_cases, place),
        is_small OR (place = 1 AND small_cases BETWEEN 1 AND getvariable('min_count') - 1) AS is_gathered
    FROM ranked
),

told AS (
    SELECT
        month,
        agency_code,
        {gathered_labels},
        {sums}
    FROM gathered
    GROUP BY ALL
)

SELECT * REPLACE ({masks})
FROM told
WHERE {cases} >= getvariable('min_count') OR {cases} = 0
