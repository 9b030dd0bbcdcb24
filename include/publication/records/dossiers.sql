-- Grain: dossier that was received in the period or ended in it × agency for which it counts (itself and those above it
-- at the time), with the counts of include/indicators/sources/dossiers.
-- A dossier is late when it is late by the period's end and before the day of the newest data of its agency.
SELECT
    stored.dossier_code AS record_code,
    stored.agency_code,
    tree.ancestor_code AS counts_for,
    stored.procedure_code,
    stored.channel,
    (stored.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS received_on,
    (stored.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS due_on,
    (stored.ended_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS ended_on,
    stored.breached_on AS late_on,
    counted.is_received AS received_count,
    counted.is_received * (stored.has_fee IS TRUE)::int AS fee_count,
    counted.is_received * (stored.has_fee IS TRUE AND paid.dossier_code IS NOT NULL)::int AS paid_online_count,
    counted.is_received * (stored.electronic_result IS TRUE)::int AS electronic_result_count,
    counted.is_received * (stored.digitised IS TRUE)::int AS digitised_count,
    counted.is_received * (stored.reused IS TRUE)::int AS reused_count,
    counted.is_received * (stored.citizen_data IS TRUE)::int AS citizen_data_count,
    counted.is_received * (stored.has_complaint IS TRUE)::int AS complaint_count,
    counted.is_ended AS finished_count,
    counted.is_ended * (stored.breached_on IS NULL)::int AS finished_on_time_count,
    counted.is_received * counted.is_late AS late_count,
    counted.is_received * counted.is_late * (stored.has_complaint IS TRUE)::int AS late_complaint_count
FROM ({dossier}) AS stored
INNER JOIN ({tree}) AS tree ON tree.agency_code = stored.agency_code
LEFT JOIN (
    SELECT DISTINCT payment.dossier_code, payment.code_month
    FROM ({payment}) AS payment
    WHERE payment.method = 'online' AND payment.net_vnd > 0
) AS paid ON paid.dossier_code = stored.dossier_code AND paid.code_month = stored.code_month
LEFT JOIN (
    SELECT agency_code, MIN((data_as_of AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) AS late_before
    FROM ({figures}) AS figure
    WHERE indicator = ANY(:of_dossiers)
    GROUP BY agency_code
) AS known ON known.agency_code = stored.agency_code
CROSS JOIN LATERAL (
    SELECT
        (
            DATE_TRUNC('month', stored.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh') + INTERVAL '1 month - 1 day'
        )::date AS of_reception,
        (
            DATE_TRUNC('month', stored.ended_at AT TIME ZONE 'Asia/Ho_Chi_Minh') + INTERVAL '1 month - 1 day'
        )::date AS of_end
) AS last_day
CROSS JOIN LATERAL (
    SELECT
        COALESCE(
            stored.received_at >= :since AND stored.received_at < :until AND tree.held @> last_day.of_reception, FALSE
        )::int AS is_received,
        COALESCE(
            stored.ended_at >= :since AND stored.ended_at < :until AND tree.held @> last_day.of_end, FALSE
        )::int AS is_ended,
        COALESCE(stored.breached_on < LEAST(:until_on, known.late_before), FALSE)::int AS is_late
) AS counted
WHERE counted.is_received + counted.is_ended > 0
