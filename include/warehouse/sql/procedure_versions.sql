-- Grain: procedure that is new, or that differs from its newest row in more than the agencies that resolve it.
-- The new row holds from the day it takes effect, or else from the day of the catalogue; the row before it ends there.

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
            AND (
                listed.procedure_name,
                listed.field_code,
                listed.field_name,
                listed.online_level,
                listed.has_fee,
                listed.payable_online
            ) IS DISTINCT FROM (
                newest.procedure_name,
                newest.field_code,
                newest.field_name,
                newest.online_level,
                newest.has_fee,
                newest.payable_online
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
    procedure_code,
    valid_from,
    valid_to,
    procedure_name,
    field_code,
    field_name,
    online_level,
    has_fee,
    payable_online,
    content_hash
)
SELECT
    procedure_code,
    valid_from,
    CASE WHEN expired_on IS NOT NULL THEN greatest(expired_on, valid_from) END AS valid_to,
    procedure_name,
    field_code,
    field_name,
    online_level,
    has_fee,
    payable_online,
    md5(ROW(procedure_name, field_code, field_name, online_level, has_fee, payable_online)::text) AS content_hash
FROM wanted
ON CONFLICT (procedure_code, valid_from) DO UPDATE SET
    valid_to = excluded.valid_to,
    procedure_name = excluded.procedure_name,
    field_code = excluded.field_code,
    field_name = excluded.field_name,
    online_level = excluded.online_level,
    has_fee = excluded.has_fee,
    payable_online = excluded.payable_online,
    content_hash = excluded.content_hash
RETURNING procedure_code
