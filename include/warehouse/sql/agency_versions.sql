-- Grain: agency that is new, or whose name, level or parent differs from its newest row.
-- The new row holds from the day it takes effect, or else from the day of the catalogue; the row before it ends there.

WITH newest AS (
    SELECT DISTINCT ON (agency_code) *
    FROM core.agency
    ORDER BY agency_code ASC, valid_from DESC
),

wanted AS (
    SELECT
        listed.agency_code,
        CASE
            WHEN newest.agency_code IS NULL THEN coalesce(listed.effective_on, :day)
            WHEN listed.effective_on > newest.valid_from THEN listed.effective_on
            ELSE greatest(:day, newest.valid_from)
        END AS valid_from,
        listed.expired_on,
        listed.agency_name,
        listed.level,
        listed.parent_code
    FROM listed
    LEFT JOIN newest ON listed.agency_code = newest.agency_code
    WHERE
        newest.agency_code IS NULL
        OR (
            :is_newest
            AND (listed.agency_name, listed.level, listed.parent_code)
            IS DISTINCT FROM (newest.agency_name, newest.level, newest.parent_code)
        )
),

ended AS (
    UPDATE core.agency AS stored
    SET valid_to = wanted.valid_from
    FROM newest
    INNER JOIN wanted ON newest.agency_code = wanted.agency_code
    WHERE
        stored.agency_code = newest.agency_code
        AND stored.valid_from = newest.valid_from
        AND stored.valid_from < wanted.valid_from
)

INSERT INTO core.agency (agency_code, valid_from, valid_to, agency_name, level, parent_code, content_hash)
SELECT
    agency_code,
    valid_from,
    CASE WHEN expired_on IS NOT NULL THEN greatest(expired_on, valid_from) END AS valid_to,
    agency_name,
    level,
    parent_code,
    md5(ROW(agency_name, level, parent_code)::text) AS content_hash
FROM wanted
ON CONFLICT (agency_code, valid_from) DO UPDATE SET
    valid_to = excluded.valid_to,
    agency_name = excluded.agency_name,
    level = excluded.level,
    parent_code = excluded.parent_code,
    content_hash = excluded.content_hash
RETURNING agency_code
