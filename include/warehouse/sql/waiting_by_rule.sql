-- Grain: feed × rule: records in quarantine that broke it, each once in however many batches it came; and one row of all
-- of them, without a rule.

SELECT
    record.feed,
    broken.rule,
    min(broken.sentence) AS sentence,
    count(DISTINCT (record.feed, coalesce(record.record_key, record.record::text))) AS record_count
FROM quarantine.record
CROSS JOIN unnest(record.rules, record.sentences) AS broken (rule, sentence)
WHERE
    (CAST(:feed AS text) IS NULL OR record.feed = :feed)
    AND (CAST(:root AS text) IS NULL OR split_part(record.batch, ':', 2) = :root)
GROUP BY GROUPING SETS ((record.feed, broken.rule), ())
ORDER BY record.feed, broken.rule
