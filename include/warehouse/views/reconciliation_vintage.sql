-- Grain: period × vintage × agency × framework × group (TOTAL for the sum), as last reconciled. Readers: analysts, the page.

CREATE VIEW mart.reconciliation_vintage AS
SELECT
    told.period,
    told.vintage,
    told.agency_code,
    told.framework,
    told.group_code,
    told.published_points,
    told.our_points,
    told.difference_points,
    told.definition_points,
    told.timing_points,
    told.missing_points,
    told.duplicate_points,
    told.unexplained_points,
    told.state,
    told.seen_at,
    told.data_as_of,
    evidence.late_count,
    evidence.quarantined_count,
    evidence.code_gap_count,
    evidence.paid_unseen_count,
    evidence.quarantined_payment_count,
    evidence.duplicate_count,
    evidence.changed_count,
    evidence.changed_petition_count
FROM core.reconciliation AS told
INNER JOIN core.reconciliation_evidence AS evidence
    ON
        told.period = evidence.period
        AND told.agency_code = evidence.agency_code
        AND told.vintage = evidence.vintage
WHERE told.vintage > 0;

COMMENT ON VIEW mart.reconciliation_vintage IS
'Points that the portal published beside what we published, by vintage, as `reconcile --vintage` last set them beside each other, and what the difference comes from; mart.reconciliation does so with the live figures. | Điểm cổng công bố bên cạnh điểm đã công bố tại đây, theo từng lần công bố, ở lần chạy `reconcile --vintage` gần nhất, và nguyên nhân chênh lệch; số liệu hiện hành xem mart.reconciliation.';
COMMENT ON COLUMN mart.reconciliation_vintage.period IS
'Month, quarter or year: 2024-06, 2024-Q2, 2024. | Tháng, quý hoặc năm: 2024-06, 2024-Q2, 2024.';
COMMENT ON COLUMN mart.reconciliation_vintage.vintage IS
'Vintage whose figures are ours here: mart.vintage. | Lần công bố được đối chiếu: mart.vintage.';
COMMENT ON COLUMN mart.reconciliation_vintage.agency_code IS
'Agency with everything below it. | Cơ quan cùng các đơn vị trực thuộc.';
COMMENT ON COLUMN mart.reconciliation_vintage.framework IS
'Framework by which ours are scored, such as 766-2026. | Bộ chỉ số dùng để tính điểm tại đây, ví dụ 766-2026.';
COMMENT ON COLUMN mart.reconciliation_vintage.group_code IS
'Group of the framework; TOTAL is the sum of the groups. | Nhóm của bộ chỉ số; TOTAL là tổng các nhóm.';
COMMENT ON COLUMN mart.reconciliation_vintage.published_points IS
'Points that the portal published, as last seen; empty when it gives none. | Điểm cổng công bố, theo lần xem gần nhất; trống khi cổng chưa có.';
COMMENT ON COLUMN mart.reconciliation_vintage.our_points IS
'Points that we published; a component that no record tells, such as transparency, is taken from the portal on both sides. Empty when an input is not known. | Điểm theo số liệu tại đây; thành phần không có hồ sơ nào thể hiện (như công khai) lấy theo cổng ở cả hai bên. Trống khi thiếu số liệu đầu vào.';
COMMENT ON COLUMN mart.reconciliation_vintage.difference_points IS
'Ours less the portal''s; empty when one of them is not known. | Điểm tại đây trừ điểm của cổng; trống khi một bên chưa biết.';
COMMENT ON COLUMN mart.reconciliation_vintage.definition_points IS
'Of the difference: what our formula gives for the portal''s own counts, less what it published; and what comes from a count that the portal is known to make otherwise. | Phần do cách tính: điểm theo công thức tại đây với chính số đếm của cổng, trừ điểm cổng công bố; và phần do cổng đếm theo cách khác đã biết.';
COMMENT ON COLUMN mart.reconciliation_vintage.timing_points IS
'Of the difference: records that changed here after the portal''s figure was known or after the vintage, and dossiers that came to their end after the period did, as many as there are; in an open period what its pace brings between the end of our data and the portal''s figure; a component that the portal is still gathering. | Phần do thời điểm: bản ghi thay đổi sau khi có số của cổng, hồ sơ kết thúc sau khi kỳ đã hết (tối đa bằng số bản ghi đó); với kỳ chưa kết thúc là lượng dự kiến từ mốc số liệu tại đây đến số của cổng; thành phần cổng đang tổng hợp.';
COMMENT ON COLUMN mart.reconciliation_vintage.missing_points IS
'Of the difference: dossiers that the portal counts and that are known not to be here (that came after the vintage, in quarantine, holes in the numbers of the dossier codes, paid for and never received), with what they carry in proportion; any lack while a part of the period or of the agencies was never pulled. | Phần do thiếu bản ghi: hồ sơ cổng có đếm mà biết chắc không có tại đây (nhận sau khi công bố, bị cách ly, khuyết số trong dãy mã hồ sơ, đã nộp phí nhưng chưa nhận được), kèm tử số theo tỷ lệ; mọi phần thiếu khi còn khoảng thời gian hoặc đơn vị chưa được lấy dữ liệu.';
COMMENT ON COLUMN mart.reconciliation_vintage.duplicate_points IS
'Of the difference: dossiers that came again under a new suffix and were dropped here, as far as the portal still counts more than we do. | Phần do trùng lặp: hồ sơ gửi lại với hậu tố mới đã loại tại đây, trong phạm vi cổng vẫn đếm nhiều hơn.';
COMMENT ON COLUMN mart.reconciliation_vintage.unexplained_points IS
'Of the difference: what nothing known speaks for. It stands for no cause. | Phần chưa rõ nguyên nhân: không có căn cứ nào; không quy cho nguyên nhân nào.';
COMMENT ON COLUMN mart.reconciliation_vintage.state IS
'State of our figures: ok, preliminary (the period was not over), incomplete (a part was never pulled) or no_data (one side is not known). | Trạng thái số liệu tại đây: ok (đủ), preliminary (kỳ chưa kết thúc), incomplete (còn phần chưa lấy) hoặc no_data (một bên chưa có).';
COMMENT ON COLUMN mart.reconciliation_vintage.seen_at IS
'Since when the portal''s points are known to be published so. | Thời điểm đầu tiên thấy điểm này của cổng.';
COMMENT ON COLUMN mart.reconciliation_vintage.data_as_of IS
'End of the oldest of our data that was used. | Mốc số liệu cũ nhất được dùng tại đây.';
COMMENT ON COLUMN mart.reconciliation_vintage.late_count IS
'Evidence: dossiers of the period that came after the vintage was published. | Căn cứ: số hồ sơ của kỳ nhận được sau khi công bố.';
COMMENT ON COLUMN mart.reconciliation_vintage.quarantined_count IS
'Evidence, of the agency''s period: dossiers in quarantine. | Căn cứ: số hồ sơ của kỳ đang bị cách ly.';
COMMENT ON COLUMN mart.reconciliation_vintage.code_gap_count IS
'Evidence: numbers of the day''s sequence of dossier codes that never came; days that lack more than half do not count. | Căn cứ: số thứ tự khuyết trong dãy mã hồ sơ từng ngày; không tính ngày khuyết hơn một nửa.';
COMMENT ON COLUMN mart.reconciliation_vintage.paid_unseen_count IS
'Evidence: further dossiers that a payment names and that never came. | Căn cứ: hồ sơ khác được nêu trong giao dịch thanh toán nhưng chưa nhận được.';
COMMENT ON COLUMN mart.reconciliation_vintage.quarantined_payment_count IS
'Evidence: payments in quarantine. | Căn cứ: số giao dịch thanh toán đang bị cách ly.';
COMMENT ON COLUMN mart.reconciliation_vintage.duplicate_count IS
'Evidence: copies of dossiers under a new suffix that were dropped. | Căn cứ: số bản sao hồ sơ có hậu tố mới đã loại.';
COMMENT ON COLUMN mart.reconciliation_vintage.changed_count IS
'Evidence: dossiers and payments that changed after the portal''s figures were known or after the vintage, and dossiers that ended after the period did. | Căn cứ: số hồ sơ, giao dịch thay đổi sau khi có số của cổng hoặc sau khi công bố và số hồ sơ kết thúc sau khi kỳ đã hết.';
COMMENT ON COLUMN mart.reconciliation_vintage.changed_petition_count IS
'Evidence: petitions that changed after the portal''s figures were known or after the vintage. | Căn cứ: số phản ánh, kiến nghị thay đổi sau khi có số của cổng hoặc sau khi công bố.';
