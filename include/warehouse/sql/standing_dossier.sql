-- Grain: row of the dossier cube, to be taken off. Reader: sum_dossier_fold.sql.

SELECT
    month,
    agency_code,
    procedure_code,
    channel,
    (-received_count)::integer AS received_count,
    (-fee_count)::integer AS fee_count,
    (-paid_online_count)::integer AS paid_online_count,
    (-electronic_result_count)::integer AS electronic_result_count,
    (-digitised_count)::integer AS digitised_count,
    (-reused_count)::integer AS reused_count,
    (-citizen_data_count)::integer AS citizen_data_count,
    (-complaint_count)::integer AS complaint_count,
    (-finished_count)::integer AS finished_count,
    (-finished_on_time_count)::integer AS finished_on_time_count
FROM core.dossier_cube
