-- Grain: month received × day of lateness × agency × procedure × channel whose sums the fold changes. Over every record
-- it is the cube itself.

CREATE TEMP TABLE breach_delta ON COMMIT DROP AS
SELECT
    received_month AS month,
    breached_on,
    agency_code,
    procedure_code,
    channel,
    sum(dossier_count) AS breached_count,
    sum(complaint_count) AS complaint_count
FROM dossier_fold
WHERE received_month IS NOT NULL AND breached_on IS NOT NULL
GROUP BY received_month, breached_on, agency_code, procedure_code, channel
HAVING sum(dossier_count) <> 0 OR sum(complaint_count) <> 0;
