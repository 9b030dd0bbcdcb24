-- Grain: period × agency × report × figure, as last seen. Readers: analysts, reconciliation.
-- Some figures stand on a root's own row only, some only on rows below it: both are gathered here.

CREATE VIEW mart.published_figure AS
SELECT DISTINCT ON (said.period, department.agency_code, said.report, figure.name)
    said.period,
    department.agency_code,
    said.report,
    figure.name AS figure,
    figure.value,
    said.seen_at
FROM core.published_row AS said
INNER JOIN core.published_department AS department ON said.department_id = department.department_id
CROSS JOIN LATERAL jsonb_to_recordset(said.figure_list) AS figure (name text, value numeric)
WHERE figure.value IS NOT NULL
ORDER BY
    said.period ASC, department.agency_code ASC, said.report ASC, figure.name ASC, said.seen_at DESC, said.root_agency ASC;

COMMENT ON VIEW mart.published_figure IS
'Figures that the portal publishes beside a score. | Số liệu cổng công bố kèm theo điểm.';
COMMENT ON COLUMN mart.published_figure.period IS
'Month, quarter or year: 2026-08, 2026-Q3, 2026. | Tháng, quý hoặc năm: 2026-08, 2026-Q3, 2026.';
COMMENT ON COLUMN mart.published_figure.agency_code IS
'Agency with everything below it; VN is the country. | Cơ quan cùng các đơn vị trực thuộc; VN là cả nước.';
COMMENT ON COLUMN mart.published_figure.report IS
'Report that gives it, such as dvc-progress-tree. | Báo cáo cho số liệu, ví dụ dvc-progress-tree.';
COMMENT ON COLUMN mart.published_figure.figure IS
'Its name at the portal, such as totalReceived. | Tên trường trên cổng, ví dụ totalReceived.';
COMMENT ON COLUMN mart.published_figure.value IS
'Its value: a count, or days. A figure that the portal leaves empty has no row. | Giá trị: số lượng hoặc số ngày. Số liệu cổng để trống không có dòng.';
COMMENT ON COLUMN mart.published_figure.seen_at IS
'Since when it is known to be published so. | Thời điểm đầu tiên thấy giá trị này.';
