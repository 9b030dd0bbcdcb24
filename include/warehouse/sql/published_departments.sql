-- Grain: department that a report names by its code (JSON list :rows). An older report changes nothing.

INSERT INTO core.published_department AS stored (
    department_id,
    agency_code,
    department_name,
    department_level,
    department_type,
    seen_at
)
SELECT
    said.*,
    :seen_at AS seen_at
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS said (
    department_id text,
    agency_code text,
    department_name text,
    department_level text,
    department_type text
)
ON CONFLICT (department_id) DO UPDATE SET
    agency_code = excluded.agency_code,
    department_name = excluded.department_name,
    department_level = excluded.department_level,
    department_type = excluded.department_type,
    seen_at = excluded.seen_at
WHERE
    stored.seen_at <= excluded.seen_at
    AND (stored.agency_code, stored.department_name, stored.department_level, stored.department_type)
    IS DISTINCT FROM
    (excluded.agency_code, excluded.department_name, excluded.department_level, excluded.department_type)
