-- Whether a count within the cases stays empty: it is small, or its agency's and month's own is hidden, or it is the
-- smallest beside counts that are empty and would follow from it.
{count} > 0
AND (
    {count} < getvariable('min_count')
    OR EXISTS (
        SELECT 1
        FROM cell
        WHERE
            cell.kind = 'own'
            AND cell.is_hidden
            AND cell.indicator = '{counted_by}'
            AND cell.agency_code = told.agency_code
            AND cell.period = strftime(told.month, '%Y-%m')
    )
    OR (
        row_number() OVER (
            PARTITION BY month, agency_code, {count} >= getvariable('min_count') ORDER BY {count}, {labels}
        ) = 1
        AND (
            count(*) FILTER ({count} BETWEEN 1 AND getvariable('min_count') - 1) OVER (PARTITION BY month, agency_code) = 1
            OR sum({count}) FILTER ({count} BETWEEN 1 AND getvariable('min_count') - 1)
                OVER (PARTITION BY month, agency_code) < getvariable('min_count')
        )
    )
)
