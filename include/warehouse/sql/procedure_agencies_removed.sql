-- Grain: procedure × agency below the root agency that the procedure is no longer listed with.

UPDATE core.procedure_agency AS stored
SET valid_to = greatest(:day, stored.valid_from)
FROM listed
WHERE
    :is_newest
    AND stored.procedure_code = listed.procedure_code
    AND stored.valid_to IS NULL
    AND (stored.agency_code = :root_agency OR starts_with(stored.agency_code, :root_agency || '.'))
    AND NOT stored.agency_code = ANY(coalesce(listed.agency_codes, '{}'))
RETURNING stored.procedure_code
