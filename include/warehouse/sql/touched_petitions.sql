-- Grain: month and agency of the petitions that the batch changes; run before the change and after it.

INSERT INTO ops.touched (month, agency_code)
SELECT DISTINCT
    date_trunc('month', petition.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month,
    petition.agency_code
FROM fresh
INNER JOIN core.petition AS petition ON fresh.petition_code = petition.petition_code
