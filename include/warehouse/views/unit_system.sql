-- Grain: month × agency × row of the sheet `systems`, the newest submission alone. Readers: analysts, the page.

CREATE VIEW mart.unit_system AS
SELECT
    TO_CHAR(item.month, 'YYYY-MM') AS period,
    item.agency_code,
    item.item ->> 'item_code' AS item_code,
    item.item ->> 'system_name' AS system_name,
    item.item ->> 'system_kind' AS system_kind,
    item.item ->> 'in_use' = 'yes' AS is_in_use,
    (item.item ->> 'level')::integer AS level,
    item.item ->> 'dossier_status' AS dossier_status,
    (item.item ->> 'done_on')::date AS done_on,
    item.item ->> 'uploaded' = 'yes' AS is_uploaded,
    CASE
        WHEN item.item ->> 'in_use' <> 'yes' THEN NULL
        WHEN item.item ->> 'dossier_status' <> 'approved' THEN 'approval'
        WHEN item.item ->> 'uploaded' <> 'yes' THEN 'upload'
    END AS lacks
FROM core.unit_report_item AS item
INNER JOIN core.unit_report AS report
    ON report.agency_code = item.agency_code AND report.month = item.month AND report.version = item.version
WHERE report.is_newest AND item.sheet = 'systems';

COMMENT ON VIEW mart.unit_system IS
'Information systems, their security level dossiers, and what these lack. | Hệ thống thông tin, hồ sơ cấp độ an toàn thông tin và phần còn thiếu.';
COMMENT ON COLUMN mart.unit_system.period IS
'Month at whose end it stands so, such as 2024-06. | Tháng báo cáo: tình hình đến hết tháng, ví dụ 2024-06.';
COMMENT ON COLUMN mart.unit_system.agency_code IS
'Agency that reported. | Cơ quan báo cáo.';
COMMENT ON COLUMN mart.unit_system.item_code IS
'Number or sign that the unit gave it. | Số hoặc ký hiệu do đơn vị đặt.';
COMMENT ON COLUMN mart.unit_system.system_name IS
'Name of the system. | Tên hệ thống.';
COMMENT ON COLUMN mart.unit_system.system_kind IS
'website, network or application. | website (trang thông tin), network (mạng nội bộ), application (phần mềm).';
COMMENT ON COLUMN mart.unit_system.is_in_use IS
'Whether it is in use. | Có đang sử dụng không.';
COMMENT ON COLUMN mart.unit_system.level IS
'Security level, 1 to 5; empty until it is set. | Cấp độ 1 đến 5; trống khi chưa xác định.';
COMMENT ON COLUMN mart.unit_system.dossier_status IS
'approved, submitted or missing. | approved (đã phê duyệt), submitted (đã trình), missing (chưa có).';
COMMENT ON COLUMN mart.unit_system.done_on IS
'Day on which the dossier was approved. | Ngày phê duyệt hồ sơ.';
COMMENT ON COLUMN mart.unit_system.is_uploaded IS
'Whether the dossier is on the national platform. | Hồ sơ đã cập nhật lên nền tảng quốc gia chưa.';
COMMENT ON COLUMN mart.unit_system.lacks IS
'What the dossier of a system in use lacks: approval, or the upload to the national platform; empty when nothing. | Phần còn thiếu của hệ thống đang dùng: approval (chưa phê duyệt), upload (chưa lên nền tảng quốc gia); trống khi đủ.';
