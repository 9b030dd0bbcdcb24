-- Grain: feed, over every batch that was ever loaded. Reader: the end of `make run`.

SELECT
    feed,
    count(*) AS batch_count,
    sum(pulled) AS pulled,
    sum(loaded) AS loaded,
    sum(unchanged) AS unchanged,
    sum(duplicate) AS duplicate,
    sum(quarantined) AS quarantined
FROM ops.receipt
GROUP BY feed
ORDER BY feed;
