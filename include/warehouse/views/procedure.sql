-- Grain: procedure code × stretch of time. Readers: analysts, the page.

CREATE VIEW mart.procedure AS
SELECT
    procedure_code,
    valid_from,
    valid_to,
    procedure_name,
    field_code,
    field_name,
    online_level,
    has_fee,
    payable_online,
    valid_from = max(valid_from) OVER (PARTITION BY procedure_code) AS is_newest
FROM core.procedure;

COMMENT ON VIEW mart.procedure IS
'Procedures with their history. | Thủ tục hành chính và lịch sử thay đổi.';
COMMENT ON COLUMN mart.procedure.procedure_code IS
'National code such as 1.004645. | Mã thủ tục quốc gia, ví dụ 1.004645.';
COMMENT ON COLUMN mart.procedure.valid_from IS
'First day on which this row holds. | Ngày bắt đầu hiệu lực của dòng này.';
COMMENT ON COLUMN mart.procedure.valid_to IS
'First day on which it no longer holds; empty while no end is known. | Ngày hết hiệu lực; trống khi chưa biết.';
COMMENT ON COLUMN mart.procedure.procedure_name IS
'Name. | Tên thủ tục.';
COMMENT ON COLUMN mart.procedure.field_code IS
'Code of the field that groups procedures. | Mã lĩnh vực.';
COMMENT ON COLUMN mart.procedure.field_name IS
'Name of the field. | Tên lĩnh vực.';
COMMENT ON COLUMN mart.procedure.online_level IS
'2 full online service, 1 partial, 0 information only. | 2 toàn trình, 1 một phần, 0 chỉ cung cấp thông tin.';
COMMENT ON COLUMN mart.procedure.has_fee IS
'Whether it has a fee. | Có phí, lệ phí hay không.';
COMMENT ON COLUMN mart.procedure.payable_online IS
'Whether the fee can be paid on the national portal. | Có thể thanh toán trên Cổng Dịch vụ công quốc gia hay không.';
COMMENT ON COLUMN mart.procedure.is_newest IS
'Whether this is the newest row of the code. | Có phải dòng mới nhất của mã này không.';
