-- Grain: month × agency × procedure × channel. Readers: analysts, the page.

CREATE VIEW mart.dossier_month AS
SELECT
    month,
    agency_code,
    procedure_code,
    channel,
    received_count,
    fee_count,
    paid_online_count,
    electronic_result_count,
    digitised_count,
    reused_count,
    citizen_data_count,
    complaint_count,
    finished_count,
    finished_on_time_count
FROM core.dossier_cube;

COMMENT ON VIEW mart.dossier_month IS
'Dossiers counted by month; received measures at the month received, finished ones at the month finished. | Số hồ sơ theo tháng; số tiếp nhận tính theo tháng tiếp nhận, số kết thúc tính theo tháng kết thúc.';
COMMENT ON COLUMN mart.dossier_month.month IS
'First day of the month, Vietnam''s time. | Ngày đầu tháng, giờ Việt Nam.';
COMMENT ON COLUMN mart.dossier_month.agency_code IS
'Agency that resolves the dossiers itself, units below it not included. | Cơ quan trực tiếp giải quyết, không gồm đơn vị trực thuộc.';
COMMENT ON COLUMN mart.dossier_month.procedure_code IS
'Procedure, national code such as 1.004645. | Mã thủ tục hành chính quốc gia, ví dụ 1.004645.';
COMMENT ON COLUMN mart.dossier_month.channel IS
'How the dossiers came in: direct, online or postal. | Kênh tiếp nhận: direct (trực tiếp), online (trực tuyến) hoặc postal (bưu chính).';
COMMENT ON COLUMN mart.dossier_month.received_count IS
'Dossiers received in the month. | Số hồ sơ tiếp nhận trong tháng.';
COMMENT ON COLUMN mart.dossier_month.fee_count IS
'Received dossiers with a fee obligation. | Số hồ sơ tiếp nhận có nghĩa vụ tài chính.';
COMMENT ON COLUMN mart.dossier_month.paid_online_count IS
'Received fee dossiers paid online, refunds taken off. | Số hồ sơ có nghĩa vụ tài chính đã thanh toán trực tuyến, trừ hoàn phí.';
COMMENT ON COLUMN mart.dossier_month.electronic_result_count IS
'Received dossiers whose result was issued electronically. | Số hồ sơ tiếp nhận có kết quả điện tử.';
COMMENT ON COLUMN mart.dossier_month.digitised_count IS
'Received dossiers with digitised papers. | Số hồ sơ tiếp nhận được số hóa.';
COMMENT ON COLUMN mart.dossier_month.reused_count IS
'Received dossiers in which digitised data was used again. | Số hồ sơ tiếp nhận có tái sử dụng dữ liệu số hóa.';
COMMENT ON COLUMN mart.dossier_month.citizen_data_count IS
'Received dossiers linked to the citizen database. | Số hồ sơ tiếp nhận kết nối cơ sở dữ liệu quốc gia về dân cư.';
COMMENT ON COLUMN mart.dossier_month.complaint_count IS
'Received dossiers with a complaint. | Số hồ sơ tiếp nhận có khiếu nại.';
COMMENT ON COLUMN mart.dossier_month.finished_count IS
'Dossiers that came to their end in the month (finished, returned, refused, stopped or withdrawn), whenever received. | Số hồ sơ kết thúc trong tháng (xử lý xong, trả kết quả, từ chối, dừng hoặc rút), bất kể tháng tiếp nhận.';
COMMENT ON COLUMN mart.dossier_month.finished_on_time_count IS
'Of these, not late. | Trong đó, số hồ sơ không trễ hạn.';
