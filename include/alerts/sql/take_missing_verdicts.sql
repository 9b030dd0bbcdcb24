-- Grain: rule × agency × month without a verdict since :before, or restated after it; each is given out once.
-- Reader: include/alerts/notice.py.
UPDATE ops.verdict SET noticed_at = :now
WHERE
    noticed_at IS NULL
    AND (
        restated_at IS NOT NULL
        OR (outcome = 'no_verdict' AND judged_at <= :before)
    )
RETURNING rule, agency_code, period, CASE WHEN restated_at IS NULL THEN cause ELSE 'restated' END AS cause
