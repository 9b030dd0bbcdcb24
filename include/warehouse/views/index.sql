-- Grain: period × agency × framework × group, and TOTAL for the sum: the newest vintage, and live (vintage 0) where the
-- period was never published. Readers: analysts, the page.

CREATE VIEW mart.index AS
SELECT
    published.period,
    published.agency_code,
    published.framework,
    published.group_code,
    published.points,
    published.max_points,
    published.state,
    published.vintage
FROM publication.index_score AS published
INNER JOIN (
    SELECT
        period,
        MAX(vintage) AS vintage
    FROM publication.vintage
    GROUP BY period
) AS newest ON newest.period = published.period AND newest.vintage = published.vintage
UNION ALL
SELECT
    live.period,
    live.agency_code,
    live.framework,
    live.group_code,
    live.points,
    live.max_points,
    live.state,
    0 AS vintage
FROM core.index_score AS live
WHERE NOT EXISTS (SELECT FROM publication.vintage WHERE vintage.period = live.period);

COMMENT ON VIEW mart.index IS
'Points of each group of a framework, and their sum. | Điểm từng nhóm của bộ chỉ số và tổng điểm.';
COMMENT ON COLUMN mart.index.period IS
'Month, quarter, half-year or year: 2024-06, 2024-Q2, 2024-H1, 2024. | Tháng, quý, nửa năm hoặc năm: 2024-06, 2024-Q2, 2024-H1, 2024.';
COMMENT ON COLUMN mart.index.agency_code IS
'Agency with everything below it. | Cơ quan cùng các đơn vị trực thuộc.';
COMMENT ON COLUMN mart.index.framework IS
'Framework, such as 766-2026. | Bộ chỉ số, ví dụ 766-2026.';
COMMENT ON COLUMN mart.index.group_code IS
'Group of the framework; TOTAL is the sum of the groups. | Nhóm của bộ chỉ số; TOTAL là tổng các nhóm.';
COMMENT ON COLUMN mart.index.points IS
'Points reached; empty when not known. | Điểm đạt được; trống khi chưa biết.';
COMMENT ON COLUMN mart.index.max_points IS
'Points that could be reached. | Điểm tối đa.';
COMMENT ON COLUMN mart.index.state IS
'ok, not_applicable, no_data, incomplete or preliminary. | ok (đủ), not_applicable (không áp dụng), no_data (không có số liệu), incomplete (thiếu) hoặc preliminary (tạm tính).';
COMMENT ON COLUMN mart.index.vintage IS
'Which published value this is; 0 is the live value, not published. | Lần công bố của giá trị; 0 là giá trị hiện hành, chưa công bố.';
