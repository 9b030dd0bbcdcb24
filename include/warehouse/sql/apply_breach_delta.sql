-- Adds the sums of a load to the cube of late dossiers and takes away rows of zeros.

INSERT INTO core.breach_cube AS cube
SELECT * FROM breach_delta
ORDER BY month, breached_on, agency_code, procedure_code, channel
ON CONFLICT (month, breached_on, agency_code, procedure_code, channel) DO UPDATE SET
    breached_count = cube.breached_count + excluded.breached_count,
    complaint_count = cube.complaint_count + excluded.complaint_count;

DELETE FROM core.breach_cube AS cube
USING breach_delta AS delta
WHERE
    cube.month = delta.month
    AND cube.breached_on = delta.breached_on
    AND cube.agency_code = delta.agency_code
    AND cube.procedure_code = delta.procedure_code
    AND cube.channel = delta.channel
    AND cube.breached_count = 0
    AND cube.complaint_count = 0;
