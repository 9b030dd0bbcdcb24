-- Grain: month × agency × row of the sheet `inspections`, the newest submission alone. Readers: analysts, the page.

CREATE VIEW mart.unit_inspection AS
SELECT
    TO_CHAR(item.month, 'YYYY-MM') AS period,
    item.agency_code,
    item.item ->> 'item_code' AS item_code,
    (item.item ->> 'round')::integer AS round,
    item.item ->> 'unit_name' AS unit_name,
    item.item ->> 'unit_kind' AS unit_kind,
    (item.item ->> 'due_on')::date AS due_on,
    (item.item ->> 'done_on')::date AS done_on,
    COALESCE((item.item ->> 'done_on')::date, 'infinity') >= (item.month + INTERVAL '1 month')::date AND (item.item ->> 'due_on')::date < (item.month + INTERVAL '1 month')::date AS is_overdue,
    (item.item ->> 'finding_count')::integer AS finding_count,
    (item.item ->> 'settled_count')::integer AS settled_count
FROM core.unit_report_item AS item
INNER JOIN core.unit_report AS report
    ON report.agency_code = item.agency_code AND report.month = item.month AND report.version = item.version
WHERE report.is_newest AND item.sheet = 'inspections';

COMMENT ON VIEW mart.unit_inspection IS
'Divisions and attached units that the plan wants inspected, and what was found. | Phòng, đơn vị được kiểm tra cải cách hành chính theo kế hoạch và kết quả.';
COMMENT ON COLUMN mart.unit_inspection.period IS
'Month at whose end it stands so, such as 2024-06. | Tháng báo cáo: tình hình đến hết tháng, ví dụ 2024-06.';
COMMENT ON COLUMN mart.unit_inspection.agency_code IS
'Agency that reported. | Cơ quan báo cáo.';
COMMENT ON COLUMN mart.unit_inspection.item_code IS
'Number or sign that the unit gave it. | Số hoặc ký hiệu do đơn vị đặt.';
COMMENT ON COLUMN mart.unit_inspection.round IS
'Round of the plan. | Đợt kiểm tra.';
COMMENT ON COLUMN mart.unit_inspection.unit_name IS
'Division or attached unit. | Phòng hoặc đơn vị trực thuộc.';
COMMENT ON COLUMN mart.unit_inspection.unit_kind IS
'division or attached_unit. | division (phòng), attached_unit (đơn vị trực thuộc).';
COMMENT ON COLUMN mart.unit_inspection.due_on IS
'Last day of the round in the plan. | Ngày cuối của đợt theo kế hoạch.';
COMMENT ON COLUMN mart.unit_inspection.done_on IS
'Day of the inspection; empty until then. | Ngày kiểm tra; trống khi chưa kiểm tra.';
COMMENT ON COLUMN mart.unit_inspection.is_overdue IS
'Whether it was due by the end of the month and not inspected by then. | Có quá hạn kiểm tra đến hết tháng không.';
COMMENT ON COLUMN mart.unit_inspection.finding_count IS
'Findings; empty before the inspection. | Số tồn tại phát hiện; trống khi chưa kiểm tra.';
COMMENT ON COLUMN mart.unit_inspection.settled_count IS
'Findings that are settled. | Số tồn tại đã khắc phục.';
