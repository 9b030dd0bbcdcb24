-- Grain: month × agency × procedure × method × gateway. Readers: analysts, the page.

CREATE VIEW mart.payment_month AS
SELECT
    month,
    agency_code,
    procedure_code,
    method,
    gateway,
    transaction_count,
    amount_vnd,
    refunded_vnd
FROM core.payment_cube;

COMMENT ON VIEW mart.payment_month IS
'Fee transactions that succeeded and were not wholly refunded, by the month paid. | Giao dịch phí, lệ phí thành công và chưa hoàn toàn bộ, theo tháng thanh toán.';
COMMENT ON COLUMN mart.payment_month.month IS
'First day of the month, Vietnam''s time. | Ngày đầu tháng, giờ Việt Nam.';
COMMENT ON COLUMN mart.payment_month.agency_code IS
'Agency that collects the fee itself. | Cơ quan trực tiếp thu.';
COMMENT ON COLUMN mart.payment_month.procedure_code IS
'Procedure, national code. | Mã thủ tục hành chính quốc gia.';
COMMENT ON COLUMN mart.payment_month.method IS
'How it was paid: online, cash or transfer. | Hình thức: online (trực tuyến), cash (tiền mặt) hoặc transfer (chuyển khoản).';
COMMENT ON COLUMN mart.payment_month.gateway IS
'Whose gateway an online payment went through: DVCQG or BNDP; empty text when none. | Cổng thanh toán trực tuyến: DVCQG hoặc BNDP; chuỗi rỗng khi không có.';
COMMENT ON COLUMN mart.payment_month.transaction_count IS
'Number of transactions. | Số giao dịch.';
COMMENT ON COLUMN mart.payment_month.amount_vnd IS
'Sum paid, đồng. | Tổng số tiền, đồng.';
COMMENT ON COLUMN mart.payment_month.refunded_vnd IS
'Of it given back so far, đồng. | Trong đó đã hoàn, đồng.';
