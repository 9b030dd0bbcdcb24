-- Grain: indicator × procedure × channel of one agency and period: the five that lack most of each indicator, with the
-- number of all. Reader: the page for officials.
WITH ranked AS (
    SELECT
        indicator,
        procedure_code,
        channel,
        lacking_count,
        denominator,
        row_number() OVER (
            PARTITION BY indicator
            ORDER BY lacking_count DESC, procedure_code ASC, channel ASC
        ) AS place,
        count(*) OVER (PARTITION BY indicator) AS place_count
    FROM mart.what_if_place
    WHERE
        agency_code = :agency_code
        AND period = :period
)

SELECT
    ranked.indicator,
    ranked.procedure_code,
    coalesce(named.procedure_name, ranked.procedure_code) AS procedure_name,
    ranked.channel,
    ranked.lacking_count,
    ranked.denominator,
    ranked.place_count
FROM ranked
LEFT JOIN mart.procedure AS named
    ON
        ranked.procedure_code = named.procedure_code
        AND named.is_newest
WHERE ranked.place <= 5
ORDER BY ranked.indicator, ranked.place;
