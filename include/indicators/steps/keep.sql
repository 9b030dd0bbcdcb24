-- Writes the rows that differ from those that stand, leaves the others alone, and forgets those that are not found any
-- more. Filled in: the table, its keys and values, what was found, and whether everything was looked at, by
-- the first of the sessions.
CREATE TEMP TABLE changed ON COMMIT DROP AS
WITH found AS (
{found}),

old AS (
    SELECT {columns}
    FROM {table}
    WHERE
        CASE
            WHEN NOT {everything}
                THEN (period, agency_code) IN (SELECT period, agency_code FROM wanted WHERE is_today = {is_today})
            WHEN {is_first}
                THEN SPLIT_PART(agency_code, '.', 1) NOT IN (SELECT root_agency FROM root_share WHERE NOT is_ours)
            ELSE SPLIT_PART(agency_code, '.', 1) IN (SELECT root_agency FROM root_share WHERE is_ours)
        END
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
