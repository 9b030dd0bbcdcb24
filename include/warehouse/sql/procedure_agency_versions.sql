-- Grain: procedure × agency that is new, or that the catalogue offers otherwise than its newest stretch says.
-- The first catalogue of a root agency says what has held since the procedure takes effect; a later one, what is new.
-- A stretch of which only the end differs stays, and ends then; one that was given up, or is offered otherwise, is
-- followed by a new one. Only who speaks for an agency changes what is stored of it.

WITH compared AS (
    SELECT
        offered.procedure_code,
        offered.agency_code,
        offered.newest_from,
        listed.online_level,
        listed.has_fee,
        listed.payable_online,
        listed.effective_on,
        listed.expired_on,
        newest.valid_to AS newest_to,
        newest.valid_to IS NOT NULL AND NOT newest.is_expiry AS was_given_up,
        (listed.online_level, listed.has_fee, listed.payable_online)
        IS DISTINCT FROM (newest.online_level, newest.has_fee, newest.payable_online) AS is_other
    FROM offered
    INNER JOIN listed ON offered.procedure_code = listed.procedure_code
    LEFT JOIN core.procedure_agency AS newest
        ON
            offered.procedure_code = newest.procedure_code
            AND offered.agency_code = newest.agency_code
            AND offered.newest_from = newest.valid_from
    WHERE offered.newest_from IS NULL OR (:is_newest AND offered.is_spoken_for)
),

dated AS (
    SELECT
        *,
        CASE
            WHEN newest_from IS NULL AND :is_first THEN coalesce(effective_on, :day)
            WHEN newest_from IS NULL THEN greatest(effective_on, :day)
            WHEN was_given_up THEN greatest(:day, newest_from)
            WHEN NOT is_other THEN newest_from
            WHEN effective_on > newest_from THEN effective_on
            ELSE greatest(:day, newest_from)
        END AS valid_from
    FROM compared
),

wanted AS (
    SELECT
        *,
        CASE WHEN expired_on IS NOT NULL THEN greatest(expired_on, valid_from) END AS valid_to
    FROM dated
),

changed AS (
    SELECT *
    FROM wanted
    WHERE newest_from IS NULL OR was_given_up OR is_other OR newest_to IS DISTINCT FROM valid_to
),

ended AS (
    UPDATE core.procedure_agency AS stored
    SET valid_to = least(stored.valid_to, changed.valid_from), is_expiry = FALSE
    FROM changed
    WHERE
        stored.procedure_code = changed.procedure_code
        AND stored.agency_code = changed.agency_code
        AND stored.valid_from = changed.newest_from
        AND stored.valid_from < changed.valid_from
        AND coalesce(stored.valid_to, 'infinity') > changed.valid_from
)

INSERT INTO core.procedure_agency AS stored (
    procedure_code, agency_code, valid_from, valid_to, is_expiry, online_level, has_fee, payable_online
)
SELECT
    procedure_code,
    agency_code,
    valid_from,
    valid_to,
    valid_to IS NOT NULL AS is_expiry,
    online_level,
    has_fee,
    payable_online
FROM changed
ON CONFLICT (procedure_code, agency_code, valid_from) DO UPDATE SET
    valid_to = excluded.valid_to,
    is_expiry = excluded.is_expiry,
    online_level = excluded.online_level,
    has_fee = excluded.has_fee,
    payable_online = excluded.payable_online
RETURNING stored.procedure_code
