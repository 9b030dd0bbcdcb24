-- One plain GROUP BY over the facts, into a table: what is received, by month, agency, procedure and channel; what is
-- late, by its day; and what is paid.
CREATE TEMP TABLE grouped ON COMMIT DROP AS
SELECT
    DATE_TRUNC('month', received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month,
    agency_code,
    procedure_code,
    channel,
    breached_on,
    COUNT(*) AS received_count,
    COUNT(*) FILTER (WHERE has_fee) AS fee_count,
    COUNT(*) FILTER (WHERE electronic_result) AS electronic_result_count,
    COUNT(*) FILTER (WHERE digitised) AS digitised_count,
    COUNT(*) FILTER (WHERE reused) AS reused_count,
    COUNT(*) FILTER (WHERE citizen_data) AS citizen_data_count,
    COUNT(*) FILTER (WHERE has_complaint) AS complaint_count,
    COUNT(*) FILTER (WHERE ended_at IS NOT NULL) AS finished_count
FROM core.dossier
GROUP BY 1, 2, 3, 4, 5
UNION ALL
SELECT
    DATE_TRUNC('month', paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
    agency_code,
    procedure_code,
    method || gateway,
    NULL,
    COUNT(*),
    SUM(amount_vnd),
    SUM(refunded_vnd),
    COUNT(DISTINCT dossier_code),
    0,
    0,
    0,
    0
FROM core.payment
GROUP BY 1, 2, 3, 4;
