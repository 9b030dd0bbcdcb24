-- Grain: period × agency × indicator × vintage × cause. Readers: analysts, inspectors, the page.

CREATE VIEW mart.restatement AS
SELECT
    restated.period,
    restated.agency_code,
    restated.indicator,
    restated.vintage,
    restated.cause,
    restated.old_value,
    restated.new_value,
    restated.old_numerator,
    restated.new_numerator,
    restated.old_denominator,
    restated.new_denominator,
    restated.old_points,
    restated.new_points,
    restated.numerator_change,
    restated.denominator_change,
    restated.record_count,
    vintage.published_at
FROM publication.restatement AS restated
INNER JOIN publication.vintage AS vintage
    ON vintage.period = restated.period AND vintage.vintage = restated.vintage;

COMMENT ON VIEW mart.restatement IS
'Figures that a vintage changed, and why. | Các chỉ số được điều chỉnh so với lần công bố trước và nguyên nhân.';
COMMENT ON COLUMN mart.restatement.period IS
'Month, quarter, half-year or year: 2024-06, 2024-Q2, 2024-H1, 2024. | Tháng, quý, nửa năm hoặc năm: 2024-06, 2024-Q2, 2024-H1, 2024.';
COMMENT ON COLUMN mart.restatement.agency_code IS
'Agency with everything below it, normalised code such as H13.05. | Cơ quan cùng các đơn vị trực thuộc, mã định danh đã chuẩn hóa, ví dụ H13.05.';
COMMENT ON COLUMN mart.restatement.indicator IS
'Code of the indicator, such as online_payment_rate. | Mã chỉ số, ví dụ online_payment_rate.';
COMMENT ON COLUMN mart.restatement.vintage IS
'Vintage that brought the new value; the old one is that of the vintage before. | Lần công bố có giá trị mới; giá trị cũ thuộc lần công bố trước đó.';
COMMENT ON COLUMN mart.restatement.cause IS
'late: a record that was first loaded afterwards; refund: a payment given back; correction: a record or catalogue that changed; formula: another formula or weight. | late (hồ sơ đến muộn), refund (hoàn tiền), correction (đính chính hồ sơ hoặc danh mục), formula (thay đổi công thức, trọng số).';
COMMENT ON COLUMN mart.restatement.old_value IS
'Rate before, 0 to 1. | Tỷ lệ cũ, từ 0 đến 1.';
COMMENT ON COLUMN mart.restatement.new_value IS
'Rate now, 0 to 1. | Tỷ lệ mới, từ 0 đến 1.';
COMMENT ON COLUMN mart.restatement.old_numerator IS
'Numerator before. | Tử số cũ.';
COMMENT ON COLUMN mart.restatement.new_numerator IS
'Numerator now. | Tử số mới.';
COMMENT ON COLUMN mart.restatement.old_denominator IS
'Denominator before. | Mẫu số cũ.';
COMMENT ON COLUMN mart.restatement.new_denominator IS
'Denominator now. | Mẫu số mới.';
COMMENT ON COLUMN mart.restatement.old_points IS
'Points before. | Điểm cũ.';
COMMENT ON COLUMN mart.restatement.new_points IS
'Points now. | Điểm mới.';
COMMENT ON COLUMN mart.restatement.numerator_change IS
'Part of the numerator that this cause changed; over all causes of a figure they sum to the whole difference. | Phần thay đổi của tử số do nguyên nhân này; cộng các nguyên nhân bằng toàn bộ chênh lệch.';
COMMENT ON COLUMN mart.restatement.denominator_change IS
'Part of the denominator that this cause changed; over all causes of a figure they sum to the whole difference. | Phần thay đổi của mẫu số do nguyên nhân này; cộng các nguyên nhân bằng toàn bộ chênh lệch.';
COMMENT ON COLUMN mart.restatement.record_count IS
'Records behind it; mart.restated_record names them. 0 where no single record is: a formula, a catalogue, a procedure. | Số bản ghi liên quan, liệt kê ở mart.restated_record; 0 khi không có bản ghi riêng lẻ: công thức, danh mục, thủ tục.';
COMMENT ON COLUMN mart.restatement.published_at IS
'When this vintage was published. | Thời điểm công bố.';
