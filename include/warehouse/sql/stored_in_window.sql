-- Grain: one row: records whose newest version lies in a window.

SELECT count(*)
FROM {table} AS stored
WHERE
    stored.updated_at >= :since
    AND stored.updated_at < :until
    AND (starts_with(stored.agency_code, :root_agency || '.') OR stored.agency_code = :root_agency)
