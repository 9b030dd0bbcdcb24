-- Grain: stored record whose newest version lies in the window that was pulled again and did not hold it.
-- Months that were empty before hold nothing but the batch itself.

CREATE TEMP TABLE absent ON COMMIT DROP AS
SELECT
    {keys},
    stored.{key} AS record_key,
    stored.updated_at,
    stored.content_hash
FROM {table} AS stored
WHERE
    stored.updated_at >= :since
    AND stored.updated_at < :until
    AND (stored.agency_code = :root_agency OR starts_with(stored.agency_code, :root_agency || '.'))
    AND NOT ({new_partitions})
    AND NOT EXISTS (SELECT FROM arrived WHERE arrived.{key} = stored.{key})
    AND NOT EXISTS (
        SELECT FROM quarantine.record AS refused
        WHERE refused.feed = :feed AND refused.record_key = stored.{key}
    )
