-- Grain: rule: its failed rates in the batches of the same feed and root agency before this one, oldest first.
-- Of each batch the newest load counts. Reader: the validation report of a batch.
WITH shown AS (
    SELECT
        feed,
        root_agency,
        window_start
    FROM ops.receipt
    WHERE
        batch = :batch
        AND landing_key = :landing_key
),

earlier AS (
    SELECT DISTINCT ON (receipt.batch)
        receipt.batch,
        receipt.landing_key,
        receipt.window_start
    FROM ops.receipt AS receipt
    INNER JOIN shown USING (feed, root_agency)
    WHERE receipt.window_start < shown.window_start
    ORDER BY receipt.batch ASC, receipt.loaded_at DESC, receipt.landing_key DESC
),

last_ones AS (
    SELECT *
    FROM earlier
    ORDER BY window_start DESC, batch DESC
    LIMIT :batch_count
)

SELECT
    result.rule,
    array_agg(
        result.failed_count::float / result.evaluated_count
        ORDER BY last_ones.window_start, last_ones.batch
    ) AS rates
FROM last_ones
INNER JOIN ops.rule_result AS result USING (batch, landing_key)
WHERE result.evaluated_count > 0
GROUP BY result.rule;
