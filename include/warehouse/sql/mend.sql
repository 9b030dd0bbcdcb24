-- Takes away what stands and was not counted so, and adds what is lacking then; both must be measured again.

DELETE FROM {cube} AS standing
USING differing
WHERE standing.ctid = differing.place;

INSERT INTO {cube}
SELECT * FROM {counted}
ON CONFLICT DO NOTHING;

INSERT INTO ops.touched (month, agency_code)
SELECT DISTINCT
    month,
    agency_code
FROM differing;
