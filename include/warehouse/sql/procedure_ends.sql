-- Grain: procedure whose newest row ends on another day than the last of those who offer it (or no more, or only now).
-- What is listed with an end has ended for the country once nobody else offers it.

WITH newest AS (
    SELECT DISTINCT ON (procedure_code) *
    FROM core.procedure
    ORDER BY procedure_code ASC, valid_from DESC
),

wanted AS (
    SELECT
        newest.procedure_code,
        newest.valid_from,
        CASE
            WHEN listed.expired_on IS NOT NULL AND offer.last_day < 'infinity'
                THEN greatest(offer.last_day, newest.valid_from)
        END AS valid_to
    FROM listed
    INNER JOIN newest ON listed.procedure_code = newest.procedure_code
    CROSS JOIN LATERAL (
        SELECT greatest(max(coalesce(stored.valid_to, 'infinity')), listed.expired_on) AS last_day
        FROM core.procedure_agency AS stored
        WHERE stored.procedure_code = listed.procedure_code AND listed.expired_on IS NOT NULL
    ) AS offer
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
