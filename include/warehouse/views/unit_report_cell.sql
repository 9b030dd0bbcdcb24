-- Grain: month × agency × submission × sheet × row × column, of every sheet and every submission. Readers: analysts, the page.

CREATE VIEW mart.unit_report_cell AS
SELECT
    TO_CHAR(item.month, 'YYYY-MM') AS period,
    item.agency_code,
    item.version,
    report.is_newest,
    item.sheet,
    item.row_number,
    cell.column_name,
    cell.value
FROM core.unit_report_item AS item
INNER JOIN core.unit_report AS report
    ON report.agency_code = item.agency_code AND report.month = item.month AND report.version = item.version
CROSS JOIN LATERAL JSONB_EACH_TEXT(item.item) AS cell (column_name, value);

COMMENT ON VIEW mart.unit_report_cell IS
'Everything that units reported, cell by cell, in every submission. | Toàn bộ số liệu đơn vị báo cáo, từng ô, của mọi lần gửi.';
COMMENT ON COLUMN mart.unit_report_cell.period IS
'Month that was reported. | Tháng báo cáo.';
COMMENT ON COLUMN mart.unit_report_cell.agency_code IS
'Agency that reported. | Cơ quan báo cáo.';
COMMENT ON COLUMN mart.unit_report_cell.version IS
'Submission: 1, 2, 3. | Lần gửi: 1, 2, 3.';
COMMENT ON COLUMN mart.unit_report_cell.is_newest IS
'Whether this submission stands for its month. | Có phải lần gửi đang được dùng không.';
COMMENT ON COLUMN mart.unit_report_cell.sheet IS
'Sheet: tasks, documents, inspections, systems, procurement, positions, norms or surveys. | Biểu: tasks, documents, inspections, systems, procurement, positions, norms hoặc surveys.';
COMMENT ON COLUMN mart.unit_report_cell.row_number IS
'Row of the sheet, from 1. | Dòng trong biểu, từ 1.';
COMMENT ON COLUMN mart.unit_report_cell.column_name IS
'Column of the sheet. | Cột của biểu.';
COMMENT ON COLUMN mart.unit_report_cell.value IS
'Value as text; dates as 2024-06-30. | Giá trị dạng chữ; ngày dạng 2024-06-30.';
