-- Grain: petition received in the period × agency for which it counts (itself and those above it at the time), with the
-- counts of include/indicators/sources/petitions.
SELECT
    stored.petition_code AS record_code,
    stored.agency_code,
    tree.ancestor_code AS counts_for,
    stored.status,
    (stored.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS received_on,
    (stored.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS due_on,
    (stored.handled_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS handled_on,
    1 AS petition_count,
    (stored.status = 'handled' AND stored.breached_on IS NULL)::int AS handled_on_time_count,
    (stored.satisfied IS TRUE)::int AS satisfied_count
FROM ({petition}) AS stored
INNER JOIN ({tree}) AS tree ON tree.agency_code = stored.agency_code
WHERE
    stored.received_at >= :since
    AND stored.received_at < :until
    AND tree.held @> (
        DATE_TRUNC('month', stored.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh') + INTERVAL '1 month - 1 day'
    )::date
