-- Grain: period × agency × indicator × goal, of the figures as they stand now, published or not. Readers: analysts, the
-- page. The rule: include/index/what_if.py. Thirds are no decimals: products are rounded before they are counted up.
-- Points are rounded half-up to cents: they are reached half a cent before, so that is where their rate is.

CREATE VIEW mart.what_if AS
WITH
figure AS (
    SELECT
        told.period,
        told.agency_code,
        told.indicator,
        told.numerator,
        told.denominator,
        told.rate,
        told.state,
        told.data_as_of,
        aim.better,
        aim.grows,
        aim.framework AS aim_framework,
        aim.max_points,
        aim.full_at,
        aim.tier_rates,
        span.since,
        span.until,
        CASE
            WHEN told.state = 'preliminary' AND aim.grows AND told.data_as_of >= span.since + INTERVAL '3 days'
                THEN
                    round(
                        told.denominator
                        * extract(EPOCH FROM span.until - told.data_as_of)
                        / extract(EPOCH FROM told.data_as_of - span.since)
                    )
            WHEN told.state = 'ok' OR NOT aim.grows THEN 0
        END AS rest_count
    FROM core.indicator AS told
    CROSS JOIN LATERAL (
        SELECT
            left(told.period, 4)::int AS year,
            CASE substr(told.period, 6, 1) WHEN '' THEN 12 WHEN 'H' THEN 6 WHEN 'Q' THEN 3 ELSE 1 END AS months,
            coalesce(nullif(ltrim(substr(told.period, 6), 'HQ'), '')::int, 1) AS part
    ) AS written
    CROSS JOIN LATERAL (
        SELECT make_date(written.year, (written.part - 1) * written.months + 1, 1) AS first_day
    ) AS begun
    CROSS JOIN LATERAL (
        SELECT
            begun.first_day::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS since,
            (begun.first_day + make_interval(months => written.months)) AT TIME ZONE 'Asia/Ho_Chi_Minh' AS until
    ) AS span
    INNER JOIN core.aim AS aim
        ON
            aim.indicator = told.indicator
            AND begun.first_day >= aim.holds_from
            AND begun.first_day < aim.holds_until
    WHERE told.state IN ('ok', 'preliminary') AND told.denominator > 0
),

goal AS (
    SELECT
        figure.*,
        'percent' AS goal,
        step.percent / 100.0 AS goal_rate,
        NULL::text AS target_source,
        NULL::text AS target_standing
    FROM figure
    CROSS JOIN LATERAL generate_series(
        CASE figure.better
            WHEN 'higher' THEN floor(figure.numerator * 100 / figure.denominator)::int + 1
            ELSE ceil(figure.numerator * 100 / figure.denominator)::int - 1
        END,
        CASE figure.better WHEN 'higher' THEN 100 ELSE 0 END,
        CASE figure.better WHEN 'higher' THEN 1 ELSE -1 END
    ) AS step (percent)
    UNION ALL
    SELECT
        figure.*,
        'point',
        CASE figure.better WHEN 'higher' THEN next.rate ELSE 1 - next.rate END,
        NULL,
        NULL
    FROM figure
    CROSS JOIN LATERAL (
        SELECT
            CASE figure.better WHEN 'higher' THEN figure.numerator ELSE figure.denominator - figure.numerator END
            / figure.denominator AS rate
    ) AS reached
    CROSS JOIN LATERAL (
        SELECT round(least(reached.rate / figure.full_at, 1) * figure.max_points, 2) AS reached
    ) AS points
    CROSS JOIN LATERAL (
        SELECT
            CASE
                WHEN cardinality(figure.tier_rates) > 0
                    THEN (SELECT min(tier.rate) FROM unnest(figure.tier_rates) AS tier (rate) WHERE tier.rate > reached.rate)
                ELSE
                    figure.full_at
                    * (least(floor(points.reached) + 1, figure.max_points) - 0.005)
                    / figure.max_points
            END AS rate
    ) AS next
    WHERE CASE WHEN cardinality(figure.tier_rates) > 0 THEN figure.full_at > reached.rate ELSE points.reached < figure.max_points END
    UNION ALL
    SELECT
        figure.*,
        'target',
        target.target_rate,
        target.source,
        target.standing
    FROM figure
    CROSS JOIN LATERAL (
        SELECT
            stated.target_rate,
            stated.source,
            stated.standing
        FROM core.target AS stated
        LEFT JOIN core.agency_ancestor AS tree
            ON tree.ancestor_code = stated.root_agency AND tree.agency_code = figure.agency_code
        WHERE
            stated.indicator = figure.indicator
            AND (stated.root_agency = '' OR tree.distance IS NOT NULL)
            AND (figure.since AT TIME ZONE 'Asia/Ho_Chi_Minh')::date >= stated.holds_from
            AND (figure.since AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < stated.holds_until
        ORDER BY tree.distance ASC NULLS LAST, stated.holds_from DESC
        LIMIT 1
    ) AS target
    UNION ALL
    SELECT
        figure.*,
        'full_marks',
        CASE figure.better WHEN 'higher' THEN full_marks.rate ELSE 1 - full_marks.rate END,
        NULL,
        NULL
    FROM figure
    CROSS JOIN LATERAL (
        SELECT
            CASE
                WHEN cardinality(figure.tier_rates) > 0 THEN figure.full_at
                ELSE figure.full_at * (figure.max_points - 0.005) / figure.max_points
            END AS rate
    ) AS full_marks
    WHERE figure.full_at IS NOT NULL
),

counted AS (
    SELECT
        *,
        CASE better
            WHEN 'higher' THEN greatest(ceil(round(goal_rate * denominator, 6)) - numerator, 0)
            ELSE greatest(numerator - floor(round(goal_rate * denominator, 6)), 0)
        END AS more_count,
        CASE better
            WHEN 'higher' THEN greatest(ceil(round(goal_rate * (denominator + rest_count), 6)) - numerator, 0)
            ELSE greatest(rest_count - floor(round(goal_rate * (denominator + rest_count), 6)) + numerator, 0)
        END AS needed_of_rest
    FROM goal
)

SELECT
    period,
    agency_code,
    indicator,
    goal,
    goal_rate,
    numerator,
    denominator,
    rate,
    better,
    more_count,
    rest_count,
    CASE WHEN needed_of_rest <= rest_count THEN needed_of_rest END AS rest_more_count,
    CASE
        WHEN more_count = 0 THEN 'reached'
        WHEN state = 'ok' THEN 'over'
        WHEN NOT grows OR rest_count IS NULL OR needed_of_rest <= rest_count THEN 'open'
        ELSE 'out_of_reach'
    END AS standing,
    aim_framework AS framework,
    target_source,
    target_standing,
    data_as_of
FROM counted;

COMMENT ON VIEW mart.what_if IS
'How many more bring an indicator to the next whole percent, the next point, its target and full marks; and whether the rest of the period suffices. Of the figures as they stand now, and only of whole ones (ok or preliminary). | Cần thêm bao nhiêu để chỉ số đạt phần trăm kế tiếp, điểm kế tiếp, chỉ tiêu và điểm tối đa; và phần còn lại của kỳ có còn kịp không. Theo số liệu hiện tại, chỉ gồm số liệu đầy đủ (ok hoặc preliminary).';
COMMENT ON COLUMN mart.what_if.period IS
'Month, quarter, half-year or year: 2024-06, 2024-Q2, 2024-H1, 2024. | Tháng, quý, nửa năm hoặc năm: 2024-06, 2024-Q2, 2024-H1, 2024.';
COMMENT ON COLUMN mart.what_if.agency_code IS
'Agency with everything below it. | Cơ quan cùng các đơn vị trực thuộc.';
COMMENT ON COLUMN mart.what_if.indicator IS
'Code of the indicator. | Mã chỉ số.';
COMMENT ON COLUMN mart.what_if.goal IS
'percent: each whole percent from the next one on; point: the next point of the framework, or its next tier; target: the rate that a decision names; full_marks: the rate that gives all points. | percent: từng phần trăm tròn kế tiếp; point: điểm (hoặc bậc) kế tiếp của bộ chỉ số; target: chỉ tiêu theo văn bản; full_marks: mức đạt điểm tối đa.';
COMMENT ON COLUMN mart.what_if.goal_rate IS
'Rate of the goal, 0 to 1; of points the rate from which they are shown, rounded to two decimals. | Tỷ lệ của mục tiêu, từ 0 đến 1; với điểm là tỷ lệ mà từ đó điểm làm tròn hai chữ số đạt mức ấy.';
COMMENT ON COLUMN mart.what_if.numerator IS
'Numerator as it stands. | Tử số hiện tại.';
COMMENT ON COLUMN mart.what_if.denominator IS
'Denominator as it stands. | Mẫu số hiện tại.';
COMMENT ON COLUMN mart.what_if.rate IS
'Rate as it stands, 0 to 1. | Tỷ lệ hiện tại, từ 0 đến 1.';
COMMENT ON COLUMN mart.what_if.better IS
'higher or lower: where lower is better, more_count is how many fewer. | higher (càng cao càng tốt) hoặc lower (càng thấp càng tốt): khi lower, more_count là số phải giảm.';
COMMENT ON COLUMN mart.what_if.more_count IS
'How many of the present denominator would have to count besides (173 of 189: 1 gives 92 %, 7 give 95 %); 0 when reached. | Cần thêm bao nhiêu trong mẫu số hiện tại (173/189: thêm 1 đạt 92 %, thêm 7 đạt 95 %); 0 khi đã đạt.';
COMMENT ON COLUMN mart.what_if.rest_count IS
'Records that the rest of an open period brings at its pace so far; 0 when it is over or when the denominator is no count of records; empty in its first three days. | Số bản ghi dự kiến trong phần còn lại của kỳ theo nhịp hiện tại; 0 khi kỳ đã kết thúc hoặc mẫu số không đếm bản ghi; trống trong ba ngày đầu kỳ.';
COMMENT ON COLUMN mart.what_if.rest_more_count IS
'Of these, how many must count to end at the goal; empty when not even all of them suffice. | Trong đó, số phải đạt để cuối kỳ đạt mục tiêu; trống khi đạt tất cả cũng không đủ.';
COMMENT ON COLUMN mart.what_if.standing IS
'reached; open: the rest of the period can do it; out_of_reach: not even all of the expected rest suffices; over: the period ended without it. | reached (đã đạt); open (còn kịp); out_of_reach (đạt toàn bộ phần còn lại cũng không kịp); over (kỳ đã kết thúc, chưa đạt).';
COMMENT ON COLUMN mart.what_if.framework IS
'Framework that point and full_marks speak of; empty when the indicator is not scored. | Bộ chỉ số của point và full_marks; trống khi chỉ số không tính điểm.';
COMMENT ON COLUMN mart.what_if.target_source IS
'Decision that the target comes from. | Văn bản nêu chỉ tiêu.';
COMMENT ON COLUMN mart.what_if.target_standing IS
'portal, text or assumed: how sure the target is. | portal (theo cổng), text (theo văn bản) hoặc assumed (giả định).';
COMMENT ON COLUMN mart.what_if.data_as_of IS
'End of the data behind the figure. | Mốc số liệu.';
