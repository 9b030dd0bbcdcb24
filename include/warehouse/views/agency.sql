-- Grain: agency code × stretch of time. Readers: analysts, the page.

CREATE VIEW mart.agency AS
SELECT
    agency_code,
    valid_from,
    valid_to,
    agency_name,
    level,
    parent_code,
    valid_from = max(valid_from) OVER (PARTITION BY agency_code) AS is_newest
FROM core.agency;

COMMENT ON VIEW mart.agency IS
'Agencies with their history. | Cơ quan, đơn vị và lịch sử thay đổi.';
COMMENT ON COLUMN mart.agency.agency_code IS
'Normalised code such as H13.05. | Mã định danh đã chuẩn hóa, ví dụ H13.05.';
COMMENT ON COLUMN mart.agency.valid_from IS
'First day on which this row holds. | Ngày bắt đầu hiệu lực của dòng này.';
COMMENT ON COLUMN mart.agency.valid_to IS
'First day on which it no longer holds; empty while no end is known. | Ngày hết hiệu lực; trống khi chưa biết.';
COMMENT ON COLUMN mart.agency.agency_name IS
'Name. | Tên cơ quan, đơn vị.';
COMMENT ON COLUMN mart.agency.level IS
'1 ministry or province, 2 department, 3 commune, 4 attached unit. | 1 bộ hoặc tỉnh, 2 sở, 3 xã, 4 đơn vị trực thuộc.';
COMMENT ON COLUMN mart.agency.parent_code IS
'Agency directly above. | Cơ quan cấp trên trực tiếp.';
COMMENT ON COLUMN mart.agency.is_newest IS
'Whether this is the newest row of the code. | Có phải dòng mới nhất của mã này không.';
