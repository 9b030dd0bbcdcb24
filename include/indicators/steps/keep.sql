-- Writes the rows that differ from those that stand, leaves the others alone, and forgets those that are not found any
-- more. Filled in: the table, its keys and values, what was found, and whether everything was looked at.
CREATE TEMP TABLE changed ON COMMIT DROP AS
WITH found AS (
{found}),

old AS (
    SELECT {columns}
    FROM {table}
    WHERE {everything} OR (period, agency_code) IN (SELECT period, agency_code FROM wanted WHERE is_today = {is_today})
)

SELECT
    {keys},
{values}    found.agency_code IS NULL AS is_gone,
    old.agency_code IS NULL AS is_new
FROM found
FULL JOIN old USING ({keys})
WHERE
    ({compared_old})
    IS DISTINCT FROM ({compared_found});
ANALYZE changed;

DELETE FROM {table} AS old
USING changed
WHERE NOT changed.is_new AND ({old_keys}) = ({changed_keys});

INSERT INTO {table} ({columns})
SELECT {columns}
FROM changed
WHERE NOT is_gone
ORDER BY {keys};
