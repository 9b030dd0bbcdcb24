-- Grain: period × agency × framework × group × vintage. Readers: analysts, inspectors.

CREATE VIEW mart.index_history AS
SELECT
    published.period,
    published.agency_code,
    published.framework,
    published.group_code,
    published.points,
    published.max_points,
    published.state,
    published.vintage,
    LAG(published.points) OVER earlier AS points_before,
    vintage.published_at
FROM publication.index_score AS published
INNER JOIN publication.vintage AS vintage
    ON vintage.period = published.period AND vintage.vintage = published.vintage
WINDOW earlier AS (
    PARTITION BY published.period, published.agency_code, published.framework, published.group_code
    ORDER BY published.vintage
);

COMMENT ON VIEW mart.index_history IS
'Points as they were published, every vintage. | Điểm đã công bố, mọi lần công bố.';
COMMENT ON COLUMN mart.index_history.period IS
'Month, quarter, half-year or year: 2024-06, 2024-Q2, 2024-H1, 2024. | Tháng, quý, nửa năm hoặc năm: 2024-06, 2024-Q2, 2024-H1, 2024.';
COMMENT ON COLUMN mart.index_history.agency_code IS
'Agency with everything below it. | Cơ quan cùng các đơn vị trực thuộc.';
COMMENT ON COLUMN mart.index_history.framework IS
'Framework, such as 766-2026. | Bộ chỉ số, ví dụ 766-2026.';
COMMENT ON COLUMN mart.index_history.group_code IS
'Group of the framework; TOTAL is the sum of the groups. | Nhóm của bộ chỉ số; TOTAL là tổng các nhóm.';
COMMENT ON COLUMN mart.index_history.points IS
'Points reached; empty when not known. | Điểm đạt được; trống khi chưa biết.';
COMMENT ON COLUMN mart.index_history.max_points IS
'Points that could be reached. | Điểm tối đa.';
COMMENT ON COLUMN mart.index_history.state IS
'ok, not_applicable, no_data, incomplete or preliminary. | ok (đủ), not_applicable (không áp dụng), no_data (không có số liệu), incomplete (thiếu) hoặc preliminary (tạm tính).';
COMMENT ON COLUMN mart.index_history.vintage IS
'Which publication of the period: 1, 2, … | Lần công bố của kỳ: 1, 2, …';
COMMENT ON COLUMN mart.index_history.points_before IS
'Points in the vintage before; empty in the first. | Điểm ở lần công bố trước; trống ở lần đầu.';
COMMENT ON COLUMN mart.index_history.published_at IS
'When this vintage was published. | Thời điểm công bố.';
