-- Grain: indicator × procedure that lacks, of one agency and period: the five with most dossiers, with the number of all.
-- Reader: the page for officials.
WITH ranked AS (
    SELECT
        indicator,
        procedure_code,
        received_count,
        row_number() OVER (
            PARTITION BY indicator
            ORDER BY received_count DESC, procedure_code ASC
        ) AS place,
        count(*) OVER (PARTITION BY indicator) AS procedure_count
    FROM mart.what_if_procedure
    WHERE
        agency_code = :agency_code
        AND period = :period
)

SELECT
    ranked.indicator,
    ranked.procedure_code,
    coalesce(named.procedure_name, ranked.procedure_code) AS procedure_name,
    ranked.received_count,
    ranked.procedure_count
FROM ranked
LEFT JOIN mart.procedure AS named
    ON
        ranked.procedure_code = named.procedure_code
        AND named.is_newest
WHERE ranked.place <= 5
ORDER BY ranked.indicator, ranked.place;
