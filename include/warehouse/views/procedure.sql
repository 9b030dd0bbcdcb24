-- Grain: procedure code × stretch of time in which it was named so. Readers: analysts, the page.
-- What is offered is told where all agencies agree on the row's last day; mart.procedure_agency tells each agency's.

CREATE VIEW mart.procedure AS
SELECT
    version.procedure_code,
    version.valid_from,
    version.valid_to,
    version.procedure_name,
    version.field_code,
    version.field_name,
    offer.online_level,
    offer.has_fee,
    offer.payable_online,
    version.valid_from = max(version.valid_from) OVER (PARTITION BY version.procedure_code) AS is_newest,
    coalesce(offer.agencies_differ, FALSE) AS agencies_differ
FROM core.procedure AS version
LEFT JOIN (
    SELECT
        held.procedure_code,
        held.valid_from,
        CASE WHEN count(DISTINCT link.online_level) = 1 THEN min(link.online_level) END AS online_level,
        CASE WHEN count(DISTINCT link.has_fee) = 1 THEN bool_or(link.has_fee) END AS has_fee,
        CASE WHEN count(DISTINCT link.payable_online) = 1 THEN bool_or(link.payable_online) END AS payable_online,
        greatest(
            count(DISTINCT link.online_level), count(DISTINCT link.has_fee), count(DISTINCT link.payable_online)
        ) > 1 AS agencies_differ
    FROM core.procedure AS held
    INNER JOIN core.procedure_agency AS link
        ON
            held.procedure_code = link.procedure_code
            AND link.valid_from < coalesce(held.valid_to, 'infinity')
            AND coalesce(link.valid_to, 'infinity') >= coalesce(held.valid_to, 'infinity')
            AND (link.valid_to IS NULL OR link.valid_to > link.valid_from)
    GROUP BY held.procedure_code, held.valid_from
) AS offer
    ON
        version.procedure_code = offer.procedure_code
        AND version.valid_from = offer.valid_from;

COMMENT ON VIEW mart.procedure IS
'Procedures with the history of their names and fields; what each agency offers: procedure_agency. | Thủ tục hành chính và lịch sử tên, lĩnh vực; mức cung cấp tại từng cơ quan: procedure_agency.';
COMMENT ON COLUMN mart.procedure.procedure_code IS
'National code such as 1.004645. | Mã thủ tục quốc gia, ví dụ 1.004645.';
COMMENT ON COLUMN mart.procedure.valid_from IS
'First day on which this row holds. | Ngày bắt đầu hiệu lực của dòng này.';
COMMENT ON COLUMN mart.procedure.valid_to IS
'First day on which it no longer holds; empty while no end is known. | Ngày hết hiệu lực; trống khi chưa biết.';
COMMENT ON COLUMN mart.procedure.procedure_name IS
'Name, as the first of the provinces that list it writes it. | Tên thủ tục, theo địa phương đứng đầu về mã trong số các địa phương có thủ tục này.';
COMMENT ON COLUMN mart.procedure.field_code IS
'Code of the field that groups procedures. | Mã lĩnh vực.';
COMMENT ON COLUMN mart.procedure.field_name IS
'Name of the field. | Tên lĩnh vực.';
COMMENT ON COLUMN mart.procedure.online_level IS
'2 full online service, 1 partial, 0 information only: where all agencies that resolve it agree at the end of the row; empty where they differ or none resolves it. | 2 toàn trình, 1 một phần, 0 chỉ cung cấp thông tin, khi mọi cơ quan giải quyết như nhau vào cuối giai đoạn; trống khi khác nhau hoặc không có cơ quan nào.';
COMMENT ON COLUMN mart.procedure.has_fee IS
'Whether it has a fee: where all agencies agree; empty where they differ or none resolves it. | Có phí, lệ phí hay không, khi mọi cơ quan như nhau; trống khi khác nhau hoặc không có cơ quan nào.';
COMMENT ON COLUMN mart.procedure.payable_online IS
'Whether the fee can be paid on the national portal: where all agencies agree; empty where they differ or none resolves it. | Có thể thanh toán trên Cổng Dịch vụ công quốc gia hay không, khi mọi cơ quan như nhau; trống khi khác nhau hoặc không có cơ quan nào.';
COMMENT ON COLUMN mart.procedure.is_newest IS
'Whether this is the newest row of the code. | Có phải dòng mới nhất của mã này không.';
COMMENT ON COLUMN mart.procedure.agencies_differ IS
'Whether agencies offer it differently at the end of the row: then ask procedure_agency. | Các cơ quan cung cấp khác nhau vào cuối giai đoạn: xem procedure_agency.';
