-- Grain: feed × root agency of which at least :least records were set aside within :hours and are so still, and which are
-- at least :share of the records pulled in that time. `cause`: the rule that keeps most of them.
WITH fresh AS (
    SELECT
        SPLIT_PART(batch, ':', 1) AS feed,
        SPLIT_PART(batch, ':', 2) AS root_agency,
        batch,
        rules,
        quarantined_at
    FROM quarantine.record
    WHERE quarantined_at > CAST(:now AS timestamptz) - MAKE_INTERVAL(hours => :hours)
),
grown AS (
    SELECT
        feed,
        root_agency,
        MAX(batch) AS batch,
        MIN(quarantined_at) AS since,
        COUNT(*) AS number
    FROM fresh
    GROUP BY feed, root_agency
    HAVING COUNT(*) >= :least
),
pulled AS (
    SELECT
        feed,
        root_agency,
        SUM(pulled) AS number
    FROM ops.receipt
    WHERE loaded_at > CAST(:now AS timestamptz) - MAKE_INTERVAL(hours => :hours)
    GROUP BY feed, root_agency
)
SELECT
    grown.feed || ' ' || grown.root_agency AS subject,
    grown.batch,
    grown.since,
    grown.number,
    (
        SELECT rule
        FROM fresh CROSS JOIN UNNEST(fresh.rules) AS rule
        WHERE fresh.feed = grown.feed AND fresh.root_agency = grown.root_agency
        GROUP BY rule
        ORDER BY COUNT(*) DESC, rule
        LIMIT 1
    ) AS cause
FROM grown
LEFT JOIN pulled USING (feed, root_agency)
WHERE grown.number >= CAST(:share AS numeric) * COALESCE(pulled.number, 0)
ORDER BY grown.root_agency, grown.feed
