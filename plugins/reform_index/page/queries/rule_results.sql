-- Grain: rule, as it judged one batch. Reader: the validation report of a batch.
SELECT
    rule,
    severity,
    evaluated_count,
    failed_count,
    found
FROM ops.rule_result
WHERE
    batch = :batch
    AND landing_key = :landing_key
ORDER BY
    failed_count DESC,
    rule;
