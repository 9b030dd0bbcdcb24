-- Grain: period × agency × framework × component × cause, as last reconciled. Readers: analysts, the page.

CREATE VIEW mart.reconciliation_count AS
SELECT
    period,
    agency_code,
    framework,
    group_code,
    input AS indicator,
    cause,
    numerator,
    denominator
FROM core.reconciliation_count
WHERE vintage = 0;

COMMENT ON VIEW mart.reconciliation_count IS
'The counts behind mart.reconciliation: the portal''s, what each cause adds to them, and ours; published and all causes sum to ours. | Số đếm phía sau mart.reconciliation: số của cổng, phần của từng nguyên nhân và số tại đây; số của cổng cộng mọi nguyên nhân bằng số tại đây.';
COMMENT ON COLUMN mart.reconciliation_count.period IS
'Month, quarter or year: 2024-06, 2024-Q2, 2024. | Tháng, quý hoặc năm: 2024-06, 2024-Q2, 2024.';
COMMENT ON COLUMN mart.reconciliation_count.agency_code IS
'Agency with everything below it. | Cơ quan cùng các đơn vị trực thuộc.';
COMMENT ON COLUMN mart.reconciliation_count.framework IS
'Framework, such as 766-2026. | Bộ chỉ số, ví dụ 766-2026.';
COMMENT ON COLUMN mart.reconciliation_count.group_code IS
'Group that the component belongs to. | Nhóm chứa thành phần.';
COMMENT ON COLUMN mart.reconciliation_count.indicator IS
'Indicator that the component is counted by; only those that both sides know. | Chỉ số của thành phần; chỉ gồm chỉ số cả hai bên đều có.';
COMMENT ON COLUMN mart.reconciliation_count.cause IS
'published, missing, duplicate, timing, definition, unexplained or ours; a cause that adds nothing has no row. | published (cổng), missing (thiếu bản ghi), duplicate (trùng lặp), timing (thời điểm), definition (cách tính), unexplained (chưa rõ) hoặc ours (tại đây); nguyên nhân không có phần nào thì không có dòng.';
COMMENT ON COLUMN mart.reconciliation_count.numerator IS
'Numerator of a side, or what the cause adds to it; below 0 it takes away. | Tử số của một bên, hoặc phần nguyên nhân cộng thêm; âm là bớt đi.';
COMMENT ON COLUMN mart.reconciliation_count.denominator IS
'Denominator of a side, or what the cause adds to it; below 0 it takes away. | Mẫu số của một bên, hoặc phần nguyên nhân cộng thêm; âm là bớt đi.';
