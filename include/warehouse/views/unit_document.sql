-- Grain: month × agency × row of the sheet `documents`, the newest submission alone. Readers: analysts, the page.

CREATE VIEW mart.unit_document AS
SELECT
    TO_CHAR(item.month, 'YYYY-MM') AS period,
    item.agency_code,
    item.item ->> 'item_code' AS item_code,
    item.item ->> 'document_name' AS document_name,
    item.item ->> 'document_kind' AS document_kind,
    (item.item ->> 'due_on')::date AS due_on,
    (item.item ->> 'done_on')::date AS done_on,
    COALESCE((item.item ->> 'done_on')::date, 'infinity') >= (item.month + INTERVAL '1 month')::date AND (item.item ->> 'due_on')::date < (item.month + INTERVAL '1 month')::date AS is_overdue,
    CASE WHEN COALESCE((item.item ->> 'done_on')::date, 'infinity') >= (item.month + INTERVAL '1 month')::date AND (item.item ->> 'due_on')::date < (item.month + INTERVAL '1 month')::date THEN (item.month + INTERVAL '1 month')::date - 1 - (item.item ->> 'due_on')::date END AS overdue_days
FROM core.unit_report_item AS item
INNER JOIN core.unit_report AS report
    ON report.agency_code = item.agency_code AND report.month = item.month AND report.version = item.version
WHERE report.is_newest AND item.sheet = 'documents';

COMMENT ON VIEW mart.unit_document IS
'Documents that units have to issue, and which of them are overdue. | Văn bản đơn vị phải ban hành và văn bản nợ đọng.';
COMMENT ON COLUMN mart.unit_document.period IS
'Month at whose end it stands so, such as 2024-06. | Tháng báo cáo: tình hình đến hết tháng, ví dụ 2024-06.';
COMMENT ON COLUMN mart.unit_document.agency_code IS
'Agency that reported. | Cơ quan báo cáo.';
COMMENT ON COLUMN mart.unit_document.item_code IS
'Number or sign that the unit gave it. | Số hoặc ký hiệu do đơn vị đặt.';
COMMENT ON COLUMN mart.unit_document.document_name IS
'What it is about. | Trích yếu.';
COMMENT ON COLUMN mart.unit_document.document_kind IS
'normative, plan, report or reply. | Loại: normative (quy phạm pháp luật), plan (kế hoạch), report (báo cáo), reply (trả lời).';
COMMENT ON COLUMN mart.unit_document.due_on IS
'Day by which it is owed. | Hạn ban hành.';
COMMENT ON COLUMN mart.unit_document.done_on IS
'Day on which it was issued; empty while it is owed. | Ngày ban hành; trống khi còn nợ.';
COMMENT ON COLUMN mart.unit_document.is_overdue IS
'Whether it was due by the end of the month and not issued by then. | Có phải văn bản nợ đọng đến hết tháng báo cáo không.';
COMMENT ON COLUMN mart.unit_document.overdue_days IS
'Days between the due date and the end of the month; empty when it is not overdue. | Số ngày quá hạn đến hết tháng; trống khi không nợ.';
