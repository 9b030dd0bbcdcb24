-- Grain: fact, of the newest month that the department reported itself. Reader: the end of `make run`.

WITH
newest AS (
    SELECT max(period) AS period
    FROM mart.unit_report
    WHERE agency_code = :agency_code AND is_newest
),

inspection AS (
    SELECT
        round,
        count(*) AS planned_count,
        count(done_on) AS done_count,
        count(done_on) FILTER (WHERE unit_kind = 'division') AS division_count,
        count(done_on) FILTER (WHERE unit_kind = 'attached_unit') AS attached_unit_count,
        max(due_on) AS due_on
    FROM mart.unit_inspection
    INNER JOIN newest USING (period)
    WHERE agency_code = :agency_code
    GROUP BY round
),

document AS (
    SELECT
        count(*) FILTER (WHERE is_overdue) AS overdue_count,
        count(*) AS document_count,
        max(overdue_days) AS longest_days
    FROM mart.unit_document
    INNER JOIN newest USING (period)
    WHERE agency_code = :agency_code
),

system AS (
    SELECT
        lacks,
        count(*) AS system_count,
        string_agg(system_name, ', ' ORDER BY system_name) AS system_names
    FROM mart.unit_system
    INNER JOIN newest USING (period)
    WHERE agency_code = :agency_code AND lacks IS NOT NULL
    GROUP BY lacks
),

told AS (
    SELECT
        1 AS place,
        format('Inspections, round %s', round) AS fact,
        format('%s of %s', done_count, planned_count) AS value,
        CASE
            WHEN done_count > 0
                THEN format('%s divisions, %s attached units', division_count, attached_unit_count)
            ELSE format('open, due %s', due_on)
        END AS note
    FROM inspection
    UNION ALL
    SELECT 2, 'Documents overdue', format('%s of %s', overdue_count, document_count),
        coalesce(format('the oldest %s days', longest_days), '')
    FROM document
    WHERE document_count > 0
    UNION ALL
    SELECT 3, format('Level dossiers that lack %s', lacks), system_count::text, system_names
    FROM system
)

SELECT
    newest.period,
    told.fact,
    told.value,
    told.note
FROM told
CROSS JOIN newest
ORDER BY told.place, told.fact;
