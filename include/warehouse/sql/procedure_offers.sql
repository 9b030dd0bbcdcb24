-- Grain: procedure × agency of the catalogue.

INSERT INTO offered (procedure_code, agency_code, is_spoken_for, newest_from)
SELECT
    resolving.procedure_code,
    resolving.agency_code,
    (resolving.agency_code = :root_agency OR starts_with(resolving.agency_code, :root_agency || '.'))
    AND NOT EXISTS (
        SELECT
        FROM speaker
        WHERE
            starts_with(speaker.root_agency, :root_agency || '.')
            AND (
                resolving.agency_code = speaker.root_agency
                OR starts_with(resolving.agency_code, speaker.root_agency || '.')
            )
    ) AS is_spoken_for,
    newest.valid_from
FROM (
    SELECT DISTINCT
        listed.procedure_code,
        resolver.agency_code
    FROM listed
    CROSS JOIN unnest(listed.agency_codes) AS resolver (agency_code)
) AS resolving
LEFT JOIN LATERAL (
    SELECT max(stored.valid_from) AS valid_from
    FROM core.procedure_agency AS stored
    WHERE
        stored.procedure_code = resolving.procedure_code
        AND stored.agency_code = resolving.agency_code
) AS newest ON TRUE
