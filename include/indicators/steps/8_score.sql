-- Points, by the rule of include/index/score.py, for all agencies at once. A group is scored only when each of its
-- inputs is known, and the total only when each group is. An input that no record feeds has no row in fresh.
CREATE TEMP TABLE scored_group ON COMMIT DROP AS
SELECT
    ROW_NUMBER() OVER ()::int AS group_no,
    framework,
    group_code,
    group_points
FROM weight
GROUP BY framework, group_code, group_points;
ANALYZE scored_group;

CREATE TEMP TABLE component_score ON COMMIT DROP AS
WITH ranked AS (
    SELECT DISTINCT ON (agency_code)
        agency_code,
        level
    FROM core.agency
    ORDER BY agency_code ASC, valid_from DESC
)

SELECT
    kept.slot,
    kept.is_today,
    scored_group.group_no,
    weight.indicator_no,
    weight.is_shown,
    weight.input = weight.applies_by AND fresh.denominator = 0 AS is_not_applicable,
    COALESCE(fresh.is_open, FALSE) AS is_open,
    fresh.state <> 'no_data' AS is_known,
    CASE
        WHEN weight.formula = 'fixed' THEN weight.points
        WHEN fresh.state IS NULL OR fresh.state IN ('no_data', 'incomplete') THEN NULL
        WHEN fresh.denominator = 0 THEN CASE weight.when_zero WHEN 'full' THEN weight.points ELSE 0 END
        WHEN weight.formula = 'tiered' THEN COALESCE((
            SELECT MAX(tier.points)
            FROM UNNEST(weight.tier_rates, weight.tier_points) AS tier (rate, points)
            WHERE
                CASE WHEN weight.is_inverted THEN fresh.denominator - fresh.numerator ELSE fresh.numerator END
                >= tier.rate * fresh.denominator
        ), 0)
        ELSE ROUND(
            GREATEST(
                0,
                LEAST(
                    weight.points,
                    weight.points
                    * CASE WHEN weight.is_inverted THEN fresh.denominator - fresh.numerator ELSE fresh.numerator END
                    / (weight.full_at * fresh.denominator)
                )
            ),
            2
        )
    END AS points
FROM kept
INNER JOIN weight ON kept.since >= weight.holds_from AND kept.since < weight.holds_until
INNER JOIN scored_group
    ON scored_group.framework = weight.framework AND scored_group.group_code = weight.group_code
LEFT JOIN fresh ON fresh.slot = kept.slot AND fresh.indicator_no = weight.indicator_no
LEFT JOIN ranked ON ranked.agency_code = kept.agency_code
WHERE weight.agency_level = 0 OR weight.agency_level = ranked.level;
ANALYZE component_score;

CREATE TEMP TABLE score ON COMMIT DROP AS
WITH added AS (
    SELECT
        slot,
        group_no,
        SUM(points) AS points,
        BOOL_AND(points IS NOT NULL) AS is_complete,
        BOOL_OR(is_known) AS is_known,
        BOOL_OR(is_open) AS is_open,
        COALESCE(BOOL_OR(is_not_applicable), FALSE) AS is_not_applicable
    FROM component_score
    WHERE NOT is_today
    GROUP BY slot, group_no
),

grouped AS (
    SELECT
        added.slot,
        scored_group.framework,
        scored_group.group_code,
        scored_group.group_points AS max_points,
        ROUND(LEAST(scored_group.group_points, added.points), 2) AS points,
        added.is_complete,
        added.is_known,
        added.is_open,
        added.is_not_applicable
    FROM added
    INNER JOIN scored_group ON scored_group.group_no = added.group_no
),

summed AS (
    SELECT * FROM grouped
    UNION ALL
    SELECT
        slot,
        framework,
        'TOTAL',
        SUM(max_points),
        SUM(points),
        BOOL_AND(is_complete),
        BOOL_OR(is_known),
        BOOL_OR(is_open),
        FALSE
    FROM grouped
    GROUP BY slot, framework
)

SELECT
    slot,
    framework,
    group_code,
    CASE WHEN is_complete THEN points END AS points,
    max_points,
    CASE
        WHEN is_known = FALSE THEN 'no_data'
        WHEN NOT is_complete THEN 'incomplete'
        WHEN is_not_applicable THEN 'not_applicable'
        WHEN is_open THEN 'preliminary'
        ELSE 'ok'
    END AS state
FROM summed;
ANALYZE score;
