-- Grain: row of the cube of late dossiers, to be taken off. Reader: sum_breach_fold.sql.

SELECT
    month,
    breached_on,
    agency_code,
    procedure_code,
    channel,
    (-breached_count)::integer AS breached_count,
    (-complaint_count)::integer AS complaint_count
FROM core.breach_cube
