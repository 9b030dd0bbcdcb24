-- Grain: feed × rule: how many records it keeps aside (one that came in two batches is one), and its sentence. Reader: the page for engineers.
SELECT
    record.feed,
    broken.rule,
    min(broken.sentence) AS sentence,
    count(DISTINCT coalesce(record.record_key, record.record::text)) AS record_count,
    count(DISTINCT record.batch) AS batch_count,
    max(record.quarantined_at) AS newest_at
FROM quarantine.record
CROSS JOIN unnest(record.rules, record.sentences) AS broken (rule, sentence)
GROUP BY record.feed, broken.rule
ORDER BY record_count DESC, record.feed, broken.rule;
