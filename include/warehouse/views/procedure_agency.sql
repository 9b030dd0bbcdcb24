-- Grain: procedure × agency that resolves it × stretch of time. Readers: analysts, the page.

CREATE VIEW mart.procedure_agency AS
SELECT
    procedure_code,
    agency_code,
    valid_from,
    valid_to,
    online_level,
    has_fee,
    payable_online
FROM core.procedure_agency
WHERE valid_to IS NULL OR valid_to > valid_from;

COMMENT ON VIEW mart.procedure_agency IS
'What an agency offers of a procedure, by the listing of its own province, and when: provinces differ. | Mức cung cấp thủ tục tại từng cơ quan theo danh mục của tỉnh, thành phố đó; các địa phương có thể khác nhau.';
COMMENT ON COLUMN mart.procedure_agency.procedure_code IS
'National code such as 1.004645. | Mã thủ tục quốc gia, ví dụ 1.004645.';
COMMENT ON COLUMN mart.procedure_agency.agency_code IS
'Agency that resolves it; not those below it. | Cơ quan giải quyết; không gồm đơn vị trực thuộc.';
COMMENT ON COLUMN mart.procedure_agency.valid_from IS
'First day on which this is offered so. | Ngày bắt đầu cung cấp như vậy.';
COMMENT ON COLUMN mart.procedure_agency.valid_to IS
'First day on which it no longer is; empty while no end is known. | Ngày không còn như vậy; trống khi chưa biết.';
COMMENT ON COLUMN mart.procedure_agency.online_level IS
'2 full online service, 1 partial, 0 information only. | 2 toàn trình, 1 một phần, 0 chỉ cung cấp thông tin.';
COMMENT ON COLUMN mart.procedure_agency.has_fee IS
'Whether it has a fee there. | Tại đó có phí, lệ phí hay không.';
COMMENT ON COLUMN mart.procedure_agency.payable_online IS
'Whether the fee can be paid on the national portal. | Có thể thanh toán trên Cổng Dịch vụ công quốc gia hay không.';
