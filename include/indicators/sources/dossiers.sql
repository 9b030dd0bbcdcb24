-- Grain: agency × month received (or ended, for finished_*) × month from which it counts × channel. A dossier is late in
-- a period when it is late by the period's end and before the day of the newest data: so late_* count from the month of
-- the breach on, and everything else at once. Readers: the indicators over dossiers.
SELECT
    cube.agency_code,
    cube.month,
    cube.month AS counts_from,
    cube.channel,
    SUM(cube.received_count)::bigint AS received_count,
    SUM(cube.fee_count)::bigint AS fee_count,
    SUM(cube.paid_online_count)::bigint AS paid_online_count,
    SUM(cube.electronic_result_count)::bigint AS electronic_result_count,
    SUM(cube.digitised_count)::bigint AS digitised_count,
    SUM(cube.reused_count)::bigint AS reused_count,
    SUM(cube.citizen_data_count)::bigint AS citizen_data_count,
    SUM(cube.complaint_count)::bigint AS complaint_count,
    SUM(cube.finished_count)::bigint AS finished_count,
    SUM(cube.finished_on_time_count)::bigint AS finished_on_time_count,
    0::bigint AS late_count,
    0::bigint AS late_complaint_count
FROM core.dossier_cube AS cube
WHERE {of_cells}
GROUP BY cube.agency_code, cube.month, cube.channel
UNION ALL
SELECT
    breach.agency_code,
    breach.month,
    DATE_TRUNC('month', breach.breached_on::timestamp)::date AS counts_from,
    breach.channel,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    SUM(breach.breached_count)::bigint,
    SUM(breach.complaint_count)::bigint
FROM (
    SELECT
        cube.agency_code,
        cube.month,
        cube.breached_on,
        cube.channel,
        SUM(cube.breached_count) AS breached_count,
        SUM(cube.complaint_count) AS complaint_count
    FROM core.breach_cube AS cube
    WHERE {of_cells}
    GROUP BY cube.agency_code, cube.month, cube.breached_on, cube.channel
) AS breach
LEFT JOIN known_own ON known_own.agency_code = breach.agency_code AND known_own.source = 'dossiers'
WHERE breach.breached_on < COALESCE(known_own.late_before, 'infinity')
GROUP BY breach.agency_code, breach.month, DATE_TRUNC('month', breach.breached_on::timestamp), breach.channel
