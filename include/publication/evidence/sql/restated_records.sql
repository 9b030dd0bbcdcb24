-- Grain: record behind a restatement of the agency × indicator, up to the vintage shown.
SELECT
    changed.vintage,
    changed.indicator,
    changed.cause,
    changed.source,
    changed.record_code,
    changed.agency_code,
    changed.numerator_change,
    changed.denominator_change
FROM publication.changed_record AS changed
INNER JOIN of_the_time AS tree
    ON
        tree.agency_code = changed.agency_code
        AND tree.ancestor_code = :agency_code
        AND tree.held && DATERANGE(:since_on, :until_on)
WHERE changed.period = :period AND changed.vintage <= :shown_vintage
ORDER BY changed.vintage, changed.indicator, changed.cause, changed.record_code, changed.agency_code
