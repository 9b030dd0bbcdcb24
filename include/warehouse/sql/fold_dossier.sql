-- Grain: month received × month ended × day of lateness × agency × procedure × channel, of the affected dossiers.
-- {sign} is 1 for what they contribute now, -1 to take it off before they change. Payments are in fold_paid.sql.
-- PostgreSQL runs it over what is stored, DuckDB over what is being written, whose moments are Vietnam's own already.

SELECT
    {received_month} AS received_month,
    {ended_month} AS ended_month,
    dossier.breached_on,
    dossier.agency_code,
    dossier.procedure_code,
    dossier.channel,
    {sign} * count(*) AS dossier_count,
    {sign} * count(*) FILTER (WHERE dossier.has_fee) AS fee_count,
    0 AS paid_online_count,
    {sign} * count(*) FILTER (WHERE dossier.electronic_result) AS electronic_result_count,
    {sign} * count(*) FILTER (WHERE dossier.digitised) AS digitised_count,
    {sign} * count(*) FILTER (WHERE dossier.reused) AS reused_count,
    {sign} * count(*) FILTER (WHERE dossier.citizen_data) AS citizen_data_count,
    {sign} * count(*) FILTER (WHERE dossier.has_complaint) AS complaint_count
FROM ({affected}) AS dossier
WHERE dossier.was_there OR {sign} > 0
GROUP BY 1, 2, 3, 4, 5, 6
