    SELECT
        kept.period,
        kept.agency_code,
        formula.indicator,
        fresh.numerator,
        fresh.denominator,
        fresh.rate,
        component_score.points,
        fresh.state,
        scored_group.framework,
        formula.version AS formula_version,
        fresh.data_as_of
    FROM fresh
    INNER JOIN kept ON kept.slot = fresh.slot AND kept.is_today = {is_today}
    INNER JOIN formula ON formula.formula_no = fresh.formula_no
    LEFT JOIN component_score
        ON
            component_score.slot = fresh.slot
            AND component_score.indicator_no = fresh.indicator_no
            AND component_score.is_shown
    LEFT JOIN scored_group ON scored_group.group_no = component_score.group_no
