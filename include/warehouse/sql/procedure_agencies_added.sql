-- Grain: procedure × agency that was not open.
-- The first catalogue of a root agency says what has held since the procedure takes effect; a later one, what is new.

INSERT INTO core.procedure_agency AS stored (procedure_code, agency_code, valid_from)
SELECT DISTINCT
    listed.procedure_code,
    resolving.agency_code,
    CASE WHEN :is_first AND known.agency_code IS NULL THEN coalesce(listed.effective_on, :day) ELSE :day END AS valid_from
FROM listed
CROSS JOIN unnest(listed.agency_codes) AS resolving (agency_code)
LEFT JOIN core.procedure_agency AS known
    ON listed.procedure_code = known.procedure_code AND resolving.agency_code = known.agency_code
WHERE
    known.agency_code IS NULL
    OR (
        :is_newest
        AND NOT EXISTS (
            SELECT FROM core.procedure_agency AS still_open
            WHERE
                still_open.procedure_code = listed.procedure_code
                AND still_open.agency_code = resolving.agency_code
                AND still_open.valid_to IS NULL
        )
    )
ON CONFLICT (procedure_code, agency_code, valid_from) DO UPDATE SET valid_to = NULL
RETURNING stored.procedure_code
