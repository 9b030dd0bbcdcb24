-- Grain: procedure × agency for which the root agency speaks and with which the procedure is no longer listed.

UPDATE core.procedure_agency AS stored
SET valid_to = greatest(:day, stored.valid_from), is_expiry = FALSE
FROM listed
WHERE
    :is_newest
    AND stored.procedure_code = listed.procedure_code
    AND coalesce(stored.valid_to, 'infinity') > greatest(:day, stored.valid_from)
    AND (stored.agency_code = :root_agency OR starts_with(stored.agency_code, :root_agency || '.'))
    AND NOT stored.agency_code = ANY(coalesce(listed.agency_codes, '{}'))
    AND NOT EXISTS (
        SELECT
        FROM speaker
        WHERE
            starts_with(speaker.root_agency, :root_agency || '.')
            AND (stored.agency_code = speaker.root_agency OR starts_with(stored.agency_code, speaker.root_agency || '.'))
    )
RETURNING stored.procedure_code
