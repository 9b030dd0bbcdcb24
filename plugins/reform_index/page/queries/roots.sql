-- Grain: root agency of which anything was ever asked. Reader: the page for engineers.
SELECT DISTINCT root_agency
FROM ops.receipt
UNION
SELECT DISTINCT root_agency
FROM ops.fetch
WHERE ended_at > CAST(:now AS timestamptz) - INTERVAL '90 days'
ORDER BY root_agency;
