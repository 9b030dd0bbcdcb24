-- Grain: feed × rule, over the same loads as receipts.sql.
SELECT
    receipt.feed,
    result.rule,
    result.severity,
    SUM(result.evaluated_count) AS evaluated_count,
    SUM(result.failed_count) AS failed_count
FROM ({receipts}) AS receipt
INNER JOIN ops.rule_result AS result ON result.batch = receipt.batch AND result.landing_key = receipt.landing_key
GROUP BY receipt.feed, result.rule, result.severity
ORDER BY receipt.feed, result.rule, result.severity
