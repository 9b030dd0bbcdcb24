-- Grain: record behind a restatement × indicator × agency for which it counts. Readers: analysts, inspectors.
-- Whom a record counts for was kept with it, so that an agency that moved or ended since still has its records; what was
-- published before that was kept is shown below today's agencies.

CREATE VIEW mart.restated_record AS
WITH counted AS (
    SELECT
        changed.*,
        told.agency_code AS for_agency_code
    FROM publication.changed_record AS changed
    CROSS JOIN LATERAL UNNEST(changed.counts_for) AS told (agency_code)
    UNION ALL
    SELECT
        changed.*,
        tree.ancestor_code
    FROM publication.changed_record AS changed
    INNER JOIN core.agency_ancestor AS tree ON tree.agency_code = changed.agency_code
    WHERE changed.counts_for IS NULL
)

SELECT
    period,
    vintage,
    for_agency_code AS agency_code,
    indicator,
    cause,
    source,
    record_code,
    agency_code AS own_agency_code,
    numerator_change,
    denominator_change
FROM counted;

COMMENT ON VIEW mart.restated_record IS
'Dossiers, payments and petitions that count otherwise than in the vintage before. | Hồ sơ, giao dịch, phản ánh kiến nghị được tính khác so với lần công bố trước.';
COMMENT ON COLUMN mart.restated_record.period IS
'Month, quarter, half-year or year: 2024-06, 2024-Q2, 2024-H1, 2024. | Tháng, quý, nửa năm hoặc năm: 2024-06, 2024-Q2, 2024-H1, 2024.';
COMMENT ON COLUMN mart.restated_record.vintage IS
'Vintage in which it counts otherwise. | Lần công bố có thay đổi.';
COMMENT ON COLUMN mart.restated_record.agency_code IS
'Agency with everything that stood below it at the time, normalised code such as H13.05. | Cơ quan cùng các đơn vị trực thuộc tại thời điểm đó, mã định danh đã chuẩn hóa, ví dụ H13.05.';
COMMENT ON COLUMN mart.restated_record.indicator IS
'Code of the indicator, such as online_payment_rate. | Mã chỉ số, ví dụ online_payment_rate.';
COMMENT ON COLUMN mart.restated_record.cause IS
'late: a record that was first loaded afterwards; refund: a payment given back; correction: a record or catalogue that changed; formula: another formula or weight. | late (hồ sơ đến muộn), refund (hoàn tiền), correction (đính chính hồ sơ hoặc danh mục), formula (thay đổi công thức, trọng số).';
COMMENT ON COLUMN mart.restated_record.source IS
'What it is: dossiers, payments or petitions. | Loại bản ghi: dossiers (hồ sơ), payments (giao dịch) hoặc petitions (phản ánh, kiến nghị).';
COMMENT ON COLUMN mart.restated_record.record_code IS
'Code of the dossier or petition, or reference of the payment. | Mã hồ sơ, mã phản ánh kiến nghị hoặc mã tham chiếu giao dịch.';
COMMENT ON COLUMN mart.restated_record.own_agency_code IS
'Agency that it belongs to itself. | Cơ quan trực tiếp của bản ghi.';
COMMENT ON COLUMN mart.restated_record.numerator_change IS
'What it adds to the numerator, or takes off. | Phần tăng, giảm tử số.';
COMMENT ON COLUMN mart.restated_record.denominator_change IS
'What it adds to the denominator, or takes off. | Phần tăng, giảm mẫu số.';
