-- Grain: period × agency × group × report × root that was asked for × moment since which it is known.
-- Readers: analysts who ask what was published when; a closed month that is restated has both values here.

CREATE VIEW mart.published_history AS
SELECT
    said.period,
    department.agency_code,
    scored.code AS group_code,
    said.report,
    said.root_agency,
    said.seen_at,
    scored.points,
    scored.max_points,
    lag(scored.points) OVER earlier AS points_before,
    said.seen_at = max(said.seen_at) OVER (
        PARTITION BY said.period, said.department_id, said.report, said.root_agency, said.row_key
    ) AS is_newest
FROM core.published_row AS said
INNER JOIN core.published_department AS department ON said.department_id = department.department_id
CROSS JOIN LATERAL jsonb_to_recordset(said.group_list) AS scored (code text, points numeric, max_points numeric)
WINDOW earlier AS (
    PARTITION BY said.period, said.department_id, said.report, said.root_agency, said.row_key, scored.code
    ORDER BY said.seen_at
);

COMMENT ON VIEW mart.published_history IS
'Every value that the portal published, as known when. | Mọi giá trị cổng đã công bố, kèm thời điểm biết được.';
COMMENT ON COLUMN mart.published_history.period IS
'Month, quarter or year: 2026-08, 2026-Q3, 2026. | Tháng, quý hoặc năm: 2026-08, 2026-Q3, 2026.';
COMMENT ON COLUMN mart.published_history.agency_code IS
'Agency with everything below it; VN is the country. | Cơ quan cùng các đơn vị trực thuộc; VN là cả nước.';
COMMENT ON COLUMN mart.published_history.group_code IS
'Group, or TOTAL for the sum. | Nhóm, hoặc TOTAL là tổng điểm.';
COMMENT ON COLUMN mart.published_history.report IS
'Report that said so. | Báo cáo cho số liệu này.';
COMMENT ON COLUMN mart.published_history.root_agency IS
'Agency whose report it stood in: its own, or that of the one above. | Cơ quan có báo cáo chứa dòng này: chính nó hoặc cấp trên.';
COMMENT ON COLUMN mart.published_history.seen_at IS
'Since when it is known to be published so. | Thời điểm đầu tiên thấy giá trị này.';
COMMENT ON COLUMN mart.published_history.points IS
'Points published; empty when the portal gave none. | Điểm công bố; trống khi cổng chưa có.';
COMMENT ON COLUMN mart.published_history.max_points IS
'Points that could be reached. | Điểm tối đa.';
COMMENT ON COLUMN mart.published_history.points_before IS
'Points that stood there before. | Điểm công bố lần trước.';
COMMENT ON COLUMN mart.published_history.is_newest IS
'Whether nothing newer is known. | Có phải giá trị mới nhất không.';
