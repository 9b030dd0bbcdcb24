-- Grain: period × agency × report × component of the score, as last seen. Readers: analysts, reconciliation.

CREATE VIEW mart.published_metric AS
SELECT DISTINCT ON (said.period, department.agency_code, said.report, metric.code)
    said.period,
    department.agency_code,
    said.report,
    metric.code AS metric,
    metric.name AS metric_name,
    metric.numerator,
    metric.denominator,
    metric.rate,
    metric.points,
    metric.max_points,
    metric.quality,
    metric.quality_message,
    said.seen_at
FROM core.published_row AS said
INNER JOIN core.published_department AS department ON said.department_id = department.department_id
CROSS JOIN LATERAL jsonb_to_recordset(said.metric_list) AS metric (
    code text,
    name text,
    numerator numeric,
    denominator numeric,
    rate numeric,
    points numeric,
    max_points numeric,
    quality text,
    quality_message text
)
ORDER BY
    said.period ASC, department.agency_code ASC, said.report ASC, metric.code ASC, said.seen_at DESC, said.root_agency ASC;

COMMENT ON VIEW mart.published_metric IS
'Numerator, denominator and points of each component that the portal publishes. | Tử số, mẫu số và điểm từng thành phần do cổng công bố.';
COMMENT ON COLUMN mart.published_metric.period IS
'Month, quarter or year: 2026-08, 2026-Q3, 2026. | Tháng, quý hoặc năm: 2026-08, 2026-Q3, 2026.';
COMMENT ON COLUMN mart.published_metric.agency_code IS
'Agency with everything below it; VN is the country. | Cơ quan cùng các đơn vị trực thuộc; VN là cả nước.';
COMMENT ON COLUMN mart.published_metric.report IS
'Report that the component belongs to, such as dossier-digitized. | Báo cáo chứa thành phần, ví dụ dossier-digitized.';
COMMENT ON COLUMN mart.published_metric.metric IS
'Code of the component, such as DOSSIER_SYNC. | Mã thành phần, ví dụ DOSSIER_SYNC.';
COMMENT ON COLUMN mart.published_metric.metric_name IS
'Its name at the portal. | Tên thành phần trên cổng.';
COMMENT ON COLUMN mart.published_metric.numerator IS
'What is counted; empty when the portal does not say, which is not 0. | Tử số; trống khi cổng chưa có, khác với 0.';
COMMENT ON COLUMN mart.published_metric.denominator IS
'Out of how many; empty when the portal does not say. | Mẫu số; trống khi cổng chưa có.';
COMMENT ON COLUMN mart.published_metric.rate IS
'The rate that the portal shows, 0 to 1. | Tỷ lệ cổng công bố, từ 0 đến 1.';
COMMENT ON COLUMN mart.published_metric.points IS
'Points published for it. | Điểm công bố.';
COMMENT ON COLUMN mart.published_metric.max_points IS
'Points that could be reached. | Điểm tối đa.';
COMMENT ON COLUMN mart.published_metric.quality IS
'The portal''s word on the data behind it, such as COMPLETE or PENDING. | Đánh giá của cổng về dữ liệu, ví dụ COMPLETE hoặc PENDING.';
COMMENT ON COLUMN mart.published_metric.quality_message IS
'The portal''s remark on it. | Ghi chú của cổng.';
COMMENT ON COLUMN mart.published_metric.seen_at IS
'Since when it is known to be published so. | Thời điểm đầu tiên thấy giá trị này.';
