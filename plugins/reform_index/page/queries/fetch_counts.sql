-- Grain: outcome of the requests within a day. Reader: the page for engineers.
SELECT
    outcome,
    count(*) AS request_count,
    sum(byte_count) AS byte_count,
    sum(record_count) AS record_count
FROM ops.fetch
WHERE ended_at > CAST(:now AS timestamptz) - INTERVAL '1 day'
GROUP BY outcome;
