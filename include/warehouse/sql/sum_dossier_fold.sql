-- Grain: month × agency × procedure × channel whose sums the fold changes. A recount fills in what stands, to be taken
-- off: what remains of it and of every record is how the cube is wrong.

CREATE TEMP TABLE dossier_delta ON COMMIT DROP AS
WITH part AS (
    SELECT
        received_month AS month,
        agency_code,
        procedure_code,
        channel,
        dossier_count AS received_count,
        fee_count,
        paid_online_count,
        electronic_result_count,
        digitised_count,
        reused_count,
        citizen_data_count,
        complaint_count,
        CASE WHEN ended_month = received_month THEN dossier_count ELSE 0 END AS finished_count,
        CASE WHEN ended_month = received_month AND breached_on IS NULL THEN dossier_count ELSE 0 END
            AS finished_on_time_count
    FROM dossier_fold
    WHERE received_month IS NOT NULL
    UNION ALL
    SELECT
        ended_month AS month,
        agency_code,
        procedure_code,
        channel,
        0 AS received_count,
        0 AS fee_count,
        0 AS paid_online_count,
        0 AS electronic_result_count,
        0 AS digitised_count,
        0 AS reused_count,
        0 AS citizen_data_count,
        0 AS complaint_count,
        dossier_count AS finished_count,
        CASE WHEN breached_on IS NULL THEN dossier_count ELSE 0 END AS finished_on_time_count
    FROM dossier_fold
    WHERE ended_month IS NOT NULL AND ended_month IS DISTINCT FROM received_month
    {standing}
),

summed AS (
    SELECT
        month,
        agency_code,
        procedure_code,
        channel,
        sum(received_count) AS received_count,
        sum(fee_count) AS fee_count,
        sum(paid_online_count) AS paid_online_count,
        sum(electronic_result_count) AS electronic_result_count,
        sum(digitised_count) AS digitised_count,
        sum(reused_count) AS reused_count,
        sum(citizen_data_count) AS citizen_data_count,
        sum(complaint_count) AS complaint_count,
        sum(finished_count) AS finished_count,
        sum(finished_on_time_count) AS finished_on_time_count
    FROM part
    GROUP BY month, agency_code, procedure_code, channel
)

SELECT * FROM summed
WHERE
    received_count <> 0
    OR fee_count <> 0
    OR paid_online_count <> 0
    OR electronic_result_count <> 0
    OR digitised_count <> 0
    OR reused_count <> 0
    OR citizen_data_count <> 0
    OR complaint_count <> 0
    OR finished_count <> 0
    OR finished_on_time_count <> 0;
