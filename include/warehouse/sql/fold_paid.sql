-- Grain: month received × agency × procedure × channel, of the affected fee dossiers that were paid online.
-- Paid online: at least one online payment that brought something and was not wholly given back. {sign} as in fold_dossier.

SELECT
    {received_month} AS received_month,
    NULL AS ended_month,
    NULL AS breached_on,
    dossier.agency_code,
    dossier.procedure_code,
    dossier.channel,
    0 AS dossier_count,
    0 AS fee_count,
    {sign} * count(*) AS paid_online_count,
    0 AS electronic_result_count,
    0 AS digitised_count,
    0 AS reused_count,
    0 AS citizen_data_count,
    0 AS complaint_count
FROM ({affected}) AS dossier
WHERE
    (dossier.was_there OR {sign} > 0)
    AND dossier.has_fee
    AND EXISTS (
        SELECT
        FROM core.payment AS payment
        WHERE
            payment.dossier_code = dossier.dossier_code
            AND payment.code_month = dossier.code_month
            AND payment.method = 'online'
            AND payment.net_vnd > 0
            AND payment.code_month = ANY(CAST(:months AS date []))
    )
GROUP BY 1, 4, 5, 6
