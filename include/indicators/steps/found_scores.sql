    SELECT
        kept.period,
        kept.agency_code,
        score.framework,
        score.group_code,
        score.points,
        score.max_points,
        score.state
    FROM score
    INNER JOIN kept ON kept.slot = score.slot
