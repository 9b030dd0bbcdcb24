-- Adds the sums of a load to the dossier cube and takes away rows of zeros.
-- Written in the order of the key, so that two loads never wait for each other in a ring.

INSERT INTO core.dossier_cube AS cube
SELECT * FROM dossier_delta
ORDER BY month, agency_code, procedure_code, channel
ON CONFLICT (month, agency_code, procedure_code, channel) DO UPDATE SET
    received_count = cube.received_count + excluded.received_count,
    fee_count = cube.fee_count + excluded.fee_count,
    paid_online_count = cube.paid_online_count + excluded.paid_online_count,
    electronic_result_count = cube.electronic_result_count + excluded.electronic_result_count,
    digitised_count = cube.digitised_count + excluded.digitised_count,
    reused_count = cube.reused_count + excluded.reused_count,
    citizen_data_count = cube.citizen_data_count + excluded.citizen_data_count,
    complaint_count = cube.complaint_count + excluded.complaint_count,
    finished_count = cube.finished_count + excluded.finished_count,
    finished_on_time_count = cube.finished_on_time_count + excluded.finished_on_time_count;

DELETE FROM core.dossier_cube AS cube
USING dossier_delta AS delta
WHERE
    cube.month = delta.month
    AND cube.agency_code = delta.agency_code
    AND cube.procedure_code = delta.procedure_code
    AND cube.channel = delta.channel
    AND cube.received_count = 0
    AND cube.finished_count = 0
    AND cube.fee_count = 0
    AND cube.paid_online_count = 0
    AND cube.electronic_result_count = 0
    AND cube.digitised_count = 0
    AND cube.reused_count = 0
    AND cube.citizen_data_count = 0
    AND cube.complaint_count = 0
    AND cube.finished_on_time_count = 0;
