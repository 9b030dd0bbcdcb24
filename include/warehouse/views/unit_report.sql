-- Grain: month × agency × submission × sheet. Readers: analysts, the page.

CREATE VIEW mart.unit_report AS
SELECT
    TO_CHAR(report.month, 'YYYY-MM') AS period,
    report.agency_code,
    report.version,
    report.is_newest,
    report.known_until,
    report.loaded_at,
    sheet.sheet,
    sheet.answer,
    sheet.item_count
FROM core.unit_report AS report
INNER JOIN core.unit_report_sheet AS sheet
    ON
        sheet.agency_code = report.agency_code
        AND sheet.month = report.month
        AND sheet.version = report.version;

COMMENT ON VIEW mart.unit_report IS
'Which unit reported what for which month, in every submission. | Đơn vị nào đã báo cáo biểu nào cho tháng nào, mọi lần gửi.';
COMMENT ON COLUMN mart.unit_report.period IS
'Month that was reported. | Tháng báo cáo.';
COMMENT ON COLUMN mart.unit_report.agency_code IS
'Agency that reported. | Cơ quan báo cáo.';
COMMENT ON COLUMN mart.unit_report.version IS
'Submission: 1, 2, 3; the greatest stands. | Lần gửi: 1, 2, 3; lần lớn nhất được dùng.';
COMMENT ON COLUMN mart.unit_report.is_newest IS
'Whether this submission stands for its month. | Có phải lần gửi đang được dùng không.';
COMMENT ON COLUMN mart.unit_report.known_until IS
'How things stood at this moment: the end of the month, or the import if that was before. | Tình hình đến thời điểm này: hết tháng, hoặc lúc nhận nếu sớm hơn.';
COMMENT ON COLUMN mart.unit_report.loaded_at IS
'When it was imported. | Thời điểm nhập.';
COMMENT ON COLUMN mart.unit_report.sheet IS
'Sheet. | Biểu.';
COMMENT ON COLUMN mart.unit_report.answer IS
'reported, nothing (there is nothing to report) or not_reported. | reported (có số liệu), nothing (không phát sinh), not_reported (chưa báo cáo).';
COMMENT ON COLUMN mart.unit_report.item_count IS
'Rows of the sheet. | Số dòng của biểu.';
