-- Grain: period × agency × group, as last seen; TOTAL is the sum of the groups. Readers: analysts, reconciliation.
-- A row whose department no report has named by its code yet is not shown before one does.

CREATE VIEW mart.published AS
SELECT DISTINCT ON (said.period, department.agency_code, scored.code)
    said.period,
    department.agency_code,
    scored.code AS group_code,
    scored.points,
    scored.max_points,
    department.department_name AS agency_name,
    department.department_level AS agency_level,
    said.report,
    said.seen_at
FROM core.published_row AS said
INNER JOIN core.published_department AS department ON said.department_id = department.department_id
CROSS JOIN LATERAL jsonb_to_recordset(said.group_list) AS scored (code text, points numeric, max_points numeric)
ORDER BY
    said.period ASC, department.agency_code ASC, scored.code ASC, said.seen_at DESC, said.report ASC, said.root_agency ASC;

COMMENT ON VIEW mart.published IS
'Points that the portal itself publishes, as last seen. | Điểm do chính cổng công bố, theo lần xem gần nhất.';
COMMENT ON COLUMN mart.published.period IS
'Month, quarter or year: 2026-08, 2026-Q3, 2026; an open quarter or year moves every day. | Tháng, quý hoặc năm: 2026-08, 2026-Q3, 2026; quý, năm chưa kết thúc thay đổi hằng ngày.';
COMMENT ON COLUMN mart.published.agency_code IS
'Agency with everything below it, such as H44 or H44.07; VN is the country. | Cơ quan cùng các đơn vị trực thuộc, ví dụ H44 hoặc H44.07; VN là cả nước.';
COMMENT ON COLUMN mart.published.group_code IS
'Group: CKMB, TDGQ, CLGQ, TTTT, MDSH or MDHL; TOTAL is their sum. | Nhóm: CKMB, TDGQ, CLGQ, TTTT, MDSH hoặc MDHL; TOTAL là tổng điểm.';
COMMENT ON COLUMN mart.published.points IS
'Points published; empty when the portal gives none, which is not 0. | Điểm công bố; trống khi cổng chưa có, khác với 0.';
COMMENT ON COLUMN mart.published.max_points IS
'Points that could be reached. | Điểm tối đa.';
COMMENT ON COLUMN mart.published.agency_name IS
'Name of the agency at the portal. | Tên cơ quan trên cổng.';
COMMENT ON COLUMN mart.published.agency_level IS
'PROVINCE or COMMUNE, as the portal says. | PROVINCE (cấp tỉnh) hoặc COMMUNE (cấp xã) theo cổng.';
COMMENT ON COLUMN mart.published.report IS
'Report that said so last. | Báo cáo cho số liệu này gần nhất.';
COMMENT ON COLUMN mart.published.seen_at IS
'Since when it is known to be published so. | Thời điểm đầu tiên thấy giá trị này.';
