-- Grain: month received × day of lateness × agency × procedure × channel. Readers: analysts.

CREATE VIEW mart.breach_month AS
SELECT
    month,
    breached_on,
    agency_code,
    procedure_code,
    channel,
    breached_count,
    complaint_count
FROM core.breach_cube;

COMMENT ON VIEW mart.breach_month IS
'Dossiers by the day on which they become late: late at the end of a day are those whose breached_on is not after it. | Hồ sơ theo ngày trễ hạn: trễ hạn tính đến cuối một ngày là các hồ sơ có breached_on không sau ngày đó.';
COMMENT ON COLUMN mart.breach_month.month IS
'First day of the month in which the dossiers were received. | Ngày đầu của tháng tiếp nhận hồ sơ.';
COMMENT ON COLUMN mart.breach_month.breached_on IS
'Day on which the dossiers become late; a day to come while they are open and not due. | Ngày hồ sơ trở thành trễ hạn; là ngày sắp tới khi hồ sơ đang xử lý và chưa đến hạn.';
COMMENT ON COLUMN mart.breach_month.agency_code IS
'Agency that resolves the dossiers itself. | Cơ quan trực tiếp giải quyết.';
COMMENT ON COLUMN mart.breach_month.procedure_code IS
'Procedure, national code. | Mã thủ tục hành chính quốc gia.';
COMMENT ON COLUMN mart.breach_month.channel IS
'How the dossiers came in: direct, online or postal. | Kênh tiếp nhận: direct (trực tiếp), online (trực tuyến) hoặc postal (bưu chính).';
COMMENT ON COLUMN mart.breach_month.breached_count IS
'Number of dossiers. | Số hồ sơ.';
COMMENT ON COLUMN mart.breach_month.complaint_count IS
'Of these, with a complaint. | Trong đó, số hồ sơ có khiếu nại.';
