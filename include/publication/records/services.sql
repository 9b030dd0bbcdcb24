-- Grain: procedure in the authority of the agency or of an agency below it on the period's last day, each once,
-- as the weakest of their offers, with the columns of include/indicators/sources/services.
WITH
held AS (
    SELECT
        stored.procedure_code,
        MIN(COALESCE(stored.online_level, 0)) AS online_level,
        COALESCE(BOOL_OR(stored.has_fee), FALSE) AS has_fee,
        COALESCE(BOOL_AND(COALESCE(stored.payable_online, FALSE)) FILTER (WHERE stored.has_fee), FALSE) AS payable_online
    FROM ({procedure_agency}) AS stored
    INNER JOIN ({tree}) AS tree
        ON tree.agency_code = stored.agency_code AND tree.held @> (CAST(:until_on AS date) - 1)
    WHERE stored.valid_from < :until_on AND COALESCE(stored.valid_to, 'infinity') >= :until_on
    GROUP BY stored.procedure_code
),

named AS (
    SELECT DISTINCT ON (stored.procedure_code)
        stored.procedure_code,
        stored.procedure_name
    FROM ({procedure}) AS stored
    ORDER BY stored.procedure_code ASC, stored.valid_from >= :until_on ASC, stored.valid_from DESC
),

activity AS (
    SELECT
        procedure_code,
        BOOL_OR(fee_count > 0) AS had_fee_dossier,
        BOOL_OR(paid_online_count > 0) AS had_online_payment,
        BOOL_OR(channel = 'online' AND received_count > 0) AS had_online_dossier
    FROM ({dossiers}) AS dossier
    GROUP BY procedure_code
)

SELECT
    held.procedure_code AS record_code,
    :agency_code AS agency_code,
    named.procedure_name,
    1 AS procedure_count,
    held.online_level,
    held.has_fee,
    held.payable_online,
    COALESCE(activity.had_fee_dossier, FALSE) AS had_fee_dossier,
    COALESCE(activity.had_online_payment, FALSE) AS had_online_payment,
    COALESCE(activity.had_online_dossier, FALSE) AS had_online_dossier
FROM held
LEFT JOIN named ON named.procedure_code = held.procedure_code
LEFT JOIN activity ON activity.procedure_code = held.procedure_code
