-- Grain: month received × day of lateness × agency × procedure × channel whose sums the fold changes. A recount fills in
-- what stands, as in sum_dossier_fold.sql.

CREATE TEMP TABLE breach_delta ON COMMIT DROP AS
WITH part AS (
    SELECT
        received_month AS month,
        breached_on,
        agency_code,
        procedure_code,
        channel,
        dossier_count AS breached_count,
        complaint_count
    FROM dossier_fold
    WHERE received_month IS NOT NULL AND breached_on IS NOT NULL
    {standing}
)

SELECT
    month,
    breached_on,
    agency_code,
    procedure_code,
    channel,
    sum(breached_count) AS breached_count,
    sum(complaint_count) AS complaint_count
FROM part
GROUP BY month, breached_on, agency_code, procedure_code, channel
HAVING sum(breached_count) <> 0 OR sum(complaint_count) <> 0;
