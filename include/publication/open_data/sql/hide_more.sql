-- One step: where what is hidden would follow from what is told, the smallest number beside it is hidden too.

UPDATE cell SET is_hidden = TRUE
FROM (
    SELECT DISTINCT coalesce(beside, whole) AS cell
    FROM (
        SELECT
            relation.whole,
            any_value(whole.is_hidden) AS is_whole_hidden,
            count(*) FILTER (part.is_hidden) AS hidden_parts,
            coalesce(sum(part.cases) FILTER (part.is_hidden), 0) AS hidden_cases,
            arg_min(part.cell, (part.cases, part.cell)) FILTER (NOT part.is_hidden AND part.cases > 0) AS beside
        FROM relation
        INNER JOIN cell AS whole ON relation.whole = whole.cell
        INNER JOIN cell AS part ON relation.part = part.cell
        GROUP BY relation.relation, relation.whole
    )
    WHERE
        is_whole_hidden AND hidden_parts = 0
        OR NOT is_whole_hidden AND (hidden_parts = 1 OR hidden_cases BETWEEN 1 AND getvariable('min_count') - 1)
) AS next
WHERE cell.cell = next.cell AND NOT cell.is_hidden
