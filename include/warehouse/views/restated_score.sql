-- Grain: period × agency × framework × group (TOTAL for the sum) × vintage × cause. Readers: analysts, inspectors.
-- Vintages are never changed, so neither is what follows from two of them.

CREATE VIEW mart.restated_score AS
WITH
asked AS (
    SELECT period, vintage, agency_code, framework, group_code
    FROM publication.index_score
    WHERE vintage > 1
    UNION
    SELECT score.period, score.vintage + 1, score.agency_code, score.framework, score.group_code
    FROM publication.index_score AS score
    INNER JOIN publication.vintage AS later ON later.period = score.period AND later.vintage = score.vintage + 1
),

changed AS (
    SELECT
        asked.*,
        old.points AS old_points,
        new.points AS new_points,
        old.state AS old_state,
        new.state AS new_state
    FROM asked
    LEFT JOIN publication.index_score AS old
        ON
            old.period = asked.period
            AND old.vintage = asked.vintage - 1
            AND old.agency_code = asked.agency_code
            AND old.framework = asked.framework
            AND old.group_code = asked.group_code
    LEFT JOIN publication.index_score AS new
        ON
            new.period = asked.period
            AND new.vintage = asked.vintage
            AND new.agency_code = asked.agency_code
            AND new.framework = asked.framework
            AND new.group_code = asked.group_code
    WHERE (old.points, old.max_points) IS DISTINCT FROM (new.points, new.max_points)
),

-- What each vintage's framework counts in a group, and in the sum of all.
worth AS (
    SELECT
        vintage.period,
        vintage.vintage,
        weight.value ->> 'framework' AS framework,
        told.group_code,
        weight.value ->> 'input' AS indicator,
        weight.value AS weight
    FROM publication.vintage AS vintage
    CROSS JOIN LATERAL jsonb_array_elements(vintage.weights) AS weight
    CROSS JOIN LATERAL (VALUES (weight.value ->> 'group_code'), ('TOTAL')) AS told (group_code)
),

weighed AS (
    SELECT period, vintage, framework, group_code, jsonb_agg(weight ORDER BY weight) AS weights
    FROM worth
    GROUP BY period, vintage, framework, group_code
),

cause AS (
    SELECT
        changed.period,
        changed.vintage,
        changed.agency_code,
        changed.framework,
        changed.group_code,
        restated.cause,
        array_agg(DISTINCT restated.indicator ORDER BY restated.indicator) AS indicators
    FROM changed
    INNER JOIN (
        SELECT DISTINCT period, framework, group_code, indicator FROM worth
    ) AS counted
        ON
            counted.period = changed.period
            AND counted.framework = changed.framework
            AND counted.group_code = changed.group_code
    INNER JOIN publication.restatement AS restated
        ON
            restated.period = changed.period
            AND restated.vintage = changed.vintage
            AND restated.agency_code = changed.agency_code
            AND restated.indicator = counted.indicator
    GROUP BY
        changed.period, changed.vintage, changed.agency_code, changed.framework, changed.group_code, restated.cause
    UNION ALL
    SELECT changed.period, changed.vintage, changed.agency_code, changed.framework, changed.group_code, 'formula', '{}'
    FROM changed
    LEFT JOIN weighed AS old
        ON
            old.period = changed.period
            AND old.vintage = changed.vintage - 1
            AND old.framework = changed.framework
            AND old.group_code = changed.group_code
    LEFT JOIN weighed AS new
        ON
            new.period = changed.period
            AND new.vintage = changed.vintage
            AND new.framework = changed.framework
            AND new.group_code = changed.group_code
    WHERE old.weights IS DISTINCT FROM new.weights
),

told AS (
    SELECT
        cause.period,
        cause.vintage,
        cause.agency_code,
        cause.framework,
        cause.group_code,
        cause.cause,
        array_agg(DISTINCT behind.indicator ORDER BY behind.indicator) FILTER (WHERE behind.indicator IS NOT NULL)
            AS indicators
    FROM cause
    LEFT JOIN LATERAL unnest(cause.indicators) AS behind (indicator) ON TRUE
    GROUP BY
        cause.period, cause.vintage, cause.agency_code, cause.framework, cause.group_code, cause.cause
)

SELECT
    changed.period,
    changed.agency_code,
    changed.framework,
    changed.group_code,
    changed.vintage,
    coalesce(told.cause, 'correction') AS cause,
    changed.old_points,
    changed.new_points,
    changed.old_state,
    changed.new_state,
    coalesce(told.indicators, '{}') AS indicators,
    vintage.published_at
FROM changed
INNER JOIN publication.vintage AS vintage ON vintage.period = changed.period AND vintage.vintage = changed.vintage
LEFT JOIN told
    ON
        told.period = changed.period
        AND told.vintage = changed.vintage
        AND told.agency_code = changed.agency_code
        AND told.framework = changed.framework
        AND told.group_code = changed.group_code;

COMMENT ON VIEW mart.restated_score IS
'Points of groups and totals that a vintage changed, and why: one row a cause; the whole change stands in each. | Điểm nhóm và tổng điểm được điều chỉnh so với lần công bố trước và nguyên nhân; mỗi nguyên nhân một dòng, dòng nào cũng ghi toàn bộ thay đổi.';
COMMENT ON COLUMN mart.restated_score.period IS
'Month, quarter, half-year or year: 2024-06, 2024-Q2, 2024-H1, 2024. | Tháng, quý, nửa năm hoặc năm: 2024-06, 2024-Q2, 2024-H1, 2024.';
COMMENT ON COLUMN mart.restated_score.agency_code IS
'Agency with everything below it. | Cơ quan cùng các đơn vị trực thuộc.';
COMMENT ON COLUMN mart.restated_score.framework IS
'Framework, such as 766-2026. | Bộ chỉ số, ví dụ 766-2026.';
COMMENT ON COLUMN mart.restated_score.group_code IS
'Group of the framework; TOTAL is the sum of the groups. | Nhóm của bộ chỉ số; TOTAL là tổng các nhóm.';
COMMENT ON COLUMN mart.restated_score.vintage IS
'Vintage that brought the new points; the old ones are those of the vintage before. | Lần công bố có điểm mới; điểm cũ thuộc lần công bố trước đó.';
COMMENT ON COLUMN mart.restated_score.cause IS
'late: a record that was first loaded afterwards; refund: a payment given back; correction: a record or catalogue that changed; formula: another formula or weight. | late (hồ sơ đến muộn), refund (hoàn tiền), correction (đính chính hồ sơ hoặc danh mục), formula (thay đổi công thức, trọng số).';
COMMENT ON COLUMN mart.restated_score.old_points IS
'Points before; empty when not known. | Điểm cũ; trống khi chưa biết.';
COMMENT ON COLUMN mart.restated_score.new_points IS
'Points now; empty when not known. | Điểm mới; trống khi chưa biết.';
COMMENT ON COLUMN mart.restated_score.old_state IS
'State of the old points: ok, not_applicable, no_data, incomplete or preliminary. | Trạng thái của điểm cũ: ok (đủ), not_applicable (không áp dụng), no_data (không có số liệu), incomplete (thiếu) hoặc preliminary (tạm tính).';
COMMENT ON COLUMN mart.restated_score.new_state IS
'State of the new points. | Trạng thái của điểm mới.';
COMMENT ON COLUMN mart.restated_score.indicators IS
'Indicators of the group that were restated for this cause: their values in mart.restatement, the dossiers behind them in mart.restated_record. Empty where weights changed. | Các chỉ số của nhóm được điều chỉnh vì nguyên nhân này: giá trị ở mart.restatement, hồ sơ liên quan ở mart.restated_record. Trống khi thay đổi trọng số.';
COMMENT ON COLUMN mart.restated_score.published_at IS
'When this vintage was published. | Thời điểm công bố.';
