-- Grain: procedure whose newest row ends on another day than the catalogue says (or no more, or only now).

WITH newest AS (
    SELECT DISTINCT ON (procedure_code) *
    FROM core.procedure
    ORDER BY procedure_code ASC, valid_from DESC
),

wanted AS (
    SELECT
        newest.procedure_code,
        newest.valid_from,
        CASE WHEN listed.expired_on IS NOT NULL THEN greatest(listed.expired_on, newest.valid_from) END AS valid_to
    FROM listed
    INNER JOIN newest ON listed.procedure_code = newest.procedure_code
)

UPDATE core.procedure AS stored
SET valid_to = wanted.valid_to
FROM wanted
WHERE
    :is_newest
    AND stored.procedure_code = wanted.procedure_code
    AND stored.valid_from = wanted.valid_from
    AND stored.valid_to IS DISTINCT FROM wanted.valid_to
RETURNING stored.procedure_code
