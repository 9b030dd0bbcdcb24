-- Grain: procedure that is new, or whose name or field the catalogue writes otherwise than its newest row.
-- The new row holds from the day it takes effect, or else from the day of the catalogue; the row before it ends there.
-- Provinces write one name in many ways: of those that list the procedure and still speak, the first by its code is
-- followed, whichever is loaded last.

WITH newest AS (
    SELECT DISTINCT ON (procedure_code) *
    FROM core.procedure
    ORDER BY procedure_code ASC, valid_from DESC
),

wanted AS (
    SELECT
        listed.*,
        CASE
            WHEN newest.procedure_code IS NULL THEN coalesce(listed.effective_on, :day)
            WHEN listed.effective_on > newest.valid_from THEN listed.effective_on
            ELSE greatest(:day, newest.valid_from)
        END AS valid_from
    FROM listed
    LEFT JOIN newest ON listed.procedure_code = newest.procedure_code
    WHERE
        newest.procedure_code IS NULL
        OR (
            :is_newest
            AND (listed.procedure_name, listed.field_code, listed.field_name)
            IS DISTINCT FROM (newest.procedure_name, newest.field_code, newest.field_name)
            AND NOT EXISTS (
                SELECT
                FROM speaker
                INNER JOIN core.procedure_agency AS theirs
                    ON
                        theirs.procedure_code = listed.procedure_code
                        AND split_part(theirs.agency_code, '.', 1) = split_part(speaker.root_agency, '.', 1)
                        AND (
                            theirs.agency_code = speaker.root_agency
                            OR starts_with(theirs.agency_code, speaker.root_agency || '.')
                        )
                        AND coalesce(theirs.valid_to, 'infinity') > :day
                WHERE speaker.root_agency COLLATE "C" < :root_agency
            )
        )
),

ended AS (
    UPDATE core.procedure AS stored
    SET valid_to = wanted.valid_from
    FROM newest
    INNER JOIN wanted ON newest.procedure_code = wanted.procedure_code
    WHERE
        stored.procedure_code = newest.procedure_code
        AND stored.valid_from = newest.valid_from
        AND stored.valid_from < wanted.valid_from
)

INSERT INTO core.procedure (
    procedure_code, valid_from, procedure_name, field_code, field_name, content_hash
)
SELECT
    procedure_code,
    valid_from,
    procedure_name,
    field_code,
    field_name,
    md5(ROW(procedure_name, field_code, field_name)::text) AS content_hash
FROM wanted
ON CONFLICT (procedure_code, valid_from) DO UPDATE SET
    procedure_name = excluded.procedure_name,
    field_code = excluded.field_code,
    field_name = excluded.field_name,
    content_hash = excluded.content_hash
RETURNING procedure_code
