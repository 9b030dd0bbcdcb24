-- Grain: month × agency × row of the sheet `tasks`, the newest submission alone. Readers: analysts, the page.

CREATE VIEW mart.unit_task AS
SELECT
    TO_CHAR(item.month, 'YYYY-MM') AS period,
    item.agency_code,
    item.item ->> 'item_code' AS item_code,
    item.item ->> 'task_name' AS task_name,
    item.item ->> 'area' AS area,
    (item.item ->> 'due_on')::date AS due_on,
    item.item ->> 'status' AS status,
    (item.item ->> 'done_on')::date AS done_on,
    COALESCE((item.item ->> 'done_on')::date, 'infinity') >= (item.month + INTERVAL '1 month')::date AND (item.item ->> 'due_on')::date < (item.month + INTERVAL '1 month')::date AS is_overdue,
    item.item ->> 'evidence' AS evidence
FROM core.unit_report_item AS item
INNER JOIN core.unit_report AS report
    ON report.agency_code = item.agency_code AND report.month = item.month AND report.version = item.version
WHERE report.is_newest AND item.sheet = 'tasks';

COMMENT ON VIEW mart.unit_task IS
'Tasks of the reform plan, as units report them. | Nhiệm vụ trong kế hoạch cải cách hành chính theo báo cáo của đơn vị.';
COMMENT ON COLUMN mart.unit_task.period IS
'Month at whose end it stands so, such as 2024-06. | Tháng báo cáo: tình hình đến hết tháng, ví dụ 2024-06.';
COMMENT ON COLUMN mart.unit_task.agency_code IS
'Agency that reported. | Cơ quan báo cáo.';
COMMENT ON COLUMN mart.unit_task.item_code IS
'Number or sign that the unit gave it. | Số hoặc ký hiệu do đơn vị đặt.';
COMMENT ON COLUMN mart.unit_task.task_name IS
'What is to be done. | Tên nhiệm vụ.';
COMMENT ON COLUMN mart.unit_task.area IS
'Area: direction, institutions, procedures, apparatus, civil_service, finance, e_government. | Lĩnh vực cải cách.';
COMMENT ON COLUMN mart.unit_task.due_on IS
'Day by which it is due. | Hạn hoàn thành.';
COMMENT ON COLUMN mart.unit_task.status IS
'done, in_progress or not_begun. | done (đã hoàn thành), in_progress (đang thực hiện), not_begun (chưa thực hiện).';
COMMENT ON COLUMN mart.unit_task.done_on IS
'Day on which it was done; empty until then. | Ngày hoàn thành; trống khi chưa xong.';
COMMENT ON COLUMN mart.unit_task.is_overdue IS
'Whether it was due by the end of the month and not done by then. | Có quá hạn đến hết tháng báo cáo không.';
COMMENT ON COLUMN mart.unit_task.evidence IS
'Document or result that shows it. | Văn bản, sản phẩm chứng minh.';
