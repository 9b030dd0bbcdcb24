-- What is offered of a procedure, by the listing of whoever speaks for the agency. is_expiry: valid_to is the end that
-- the listing gives, and is taken back with it; any other end was noted when the agency was no longer listed.
ALTER TABLE core.procedure_agency
ADD COLUMN online_level smallint,
ADD COLUMN has_fee boolean,
ADD COLUMN payable_online boolean,
ADD COLUMN is_expiry boolean NOT NULL DEFAULT FALSE;

-- Procedures of which anything was loaded or changed since the first vintage: of all others each vintage saw what is
-- there now.
CREATE TEMP TABLE moved ON COMMIT DROP AS
SELECT split_part(record_key, '|', 1) AS procedure_code
FROM publication.past_record
WHERE relation IN ('procedure', 'procedure_agency')
UNION
SELECT procedure_code
FROM core.procedure
WHERE loaded_at >= (SELECT min(frozen_at) FROM publication.vintage)
UNION
SELECT procedure_code
FROM core.procedure_agency
WHERE loaded_at >= (SELECT min(frozen_at) FROM publication.vintage);

-- The rows of both tables as they are now (vintage 0), and those that moved as each vintage saw them.
CREATE TEMP TABLE past ON COMMIT DROP AS
SELECT DISTINCT ON (vintage.number, kept.relation, kept.record_key)
    vintage.number,
    kept.relation,
    kept.loaded_at,
    kept.record
FROM publication.vintage AS vintage
INNER JOIN publication.past_record AS kept
    ON
        kept.relation IN ('procedure', 'procedure_agency')
        AND kept.vintage_number >= vintage.number
        AND kept.loaded_at < vintage.frozen_at
ORDER BY vintage.number ASC, kept.relation ASC, kept.record_key ASC, kept.vintage_number ASC;

CREATE TEMP TABLE version_then ON COMMIT DROP AS
SELECT
    0::bigint AS number,
    now_there.*
FROM core.procedure AS now_there
UNION ALL
SELECT
    vintage.number,
    there.*
FROM publication.vintage AS vintage
INNER JOIN core.procedure AS there ON there.loaded_at < vintage.frozen_at
WHERE
    there.procedure_code IN (SELECT procedure_code FROM moved)
    AND NOT EXISTS (
        SELECT
        FROM publication.past_record AS kept
        WHERE
            kept.relation = 'procedure'
            AND kept.record_key = concat_ws('|', there.procedure_code, there.valid_from)
            AND kept.vintage_number >= vintage.number
    )
UNION ALL
SELECT
    past.number,
    there.*
FROM past
CROSS JOIN LATERAL jsonb_populate_record(NULL::core.procedure, past.record) AS there
WHERE past.relation = 'procedure';

CREATE TEMP TABLE link_then ON COMMIT DROP AS
SELECT
    0::bigint AS number,
    now_there.*
FROM core.procedure_agency AS now_there
UNION ALL
SELECT
    vintage.number,
    there.*
FROM publication.vintage AS vintage
INNER JOIN core.procedure_agency AS there ON there.loaded_at < vintage.frozen_at
WHERE
    there.procedure_code IN (SELECT procedure_code FROM moved)
    AND NOT EXISTS (
        SELECT
        FROM publication.past_record AS kept
        WHERE
            kept.relation = 'procedure_agency'
            AND kept.record_key = concat_ws('|', there.procedure_code, there.agency_code, there.valid_from)
            AND kept.vintage_number >= vintage.number
    )
UNION ALL
SELECT
    past.number,
    there.*
FROM past
CROSS JOIN LATERAL jsonb_populate_record(NULL::core.procedure_agency, past.record) AS there
WHERE past.relation = 'procedure_agency';
