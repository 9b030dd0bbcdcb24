-- Grain: batch × rule, the newest load of each batch. Readers: analysts, the page.

CREATE VIEW mart.data_quality AS
SELECT
    newest.batch,
    newest.feed,
    newest.root_agency,
    newest.window_start,
    newest.window_end,
    result.rule,
    result.severity,
    result.evaluated_count,
    result.failed_count,
    result.failed_count::numeric / nullif(result.evaluated_count, 0) AS failed_rate,
    result.found,
    newest.loaded_at
FROM (
    SELECT DISTINCT ON (batch) *
    FROM ops.receipt
    ORDER BY batch ASC, loaded_at DESC, landing_key DESC
) AS newest
INNER JOIN ops.rule_result AS result
    ON newest.batch = result.batch AND newest.landing_key = result.landing_key;

COMMENT ON VIEW mart.data_quality IS
'What each rule found in each batch, as last loaded. | Kết quả từng quy tắc kiểm tra trên từng lô dữ liệu, theo lần nạp gần nhất.';
COMMENT ON COLUMN mart.data_quality.batch IS
'Batch: feed, root agency and window. | Lô: nguồn, cơ quan gốc và khoảng thời gian.';
COMMENT ON COLUMN mart.data_quality.feed IS
'Feed: dossiers, payments, petitions, agencies or procedures. | Nguồn: hồ sơ, thanh toán, phản ánh, cơ quan hoặc thủ tục.';
COMMENT ON COLUMN mart.data_quality.root_agency IS
'Agency whose subtree was pulled. | Cơ quan gốc được lấy dữ liệu.';
COMMENT ON COLUMN mart.data_quality.window_start IS
'Start of the window, included. | Đầu khoảng thời gian, tính cả.';
COMMENT ON COLUMN mart.data_quality.window_end IS
'End of the window, not included. | Cuối khoảng thời gian, không tính.';
COMMENT ON COLUMN mart.data_quality.rule IS
'Name of the rule. | Tên quy tắc.';
COMMENT ON COLUMN mart.data_quality.severity IS
'critical stops the batch, warning quarantines the record, info is counted. | critical dừng cả lô, warning cách ly bản ghi, info chỉ đếm.';
COMMENT ON COLUMN mart.data_quality.evaluated_count IS
'Records that the rule judged; of rules about the whole batch, fields or agency-days. | Số bản ghi được kiểm tra; với quy tắc về cả lô là số trường hoặc số ngày của đơn vị.';
COMMENT ON COLUMN mart.data_quality.failed_count IS
'Of these, failed. | Trong đó, số không đạt.';
COMMENT ON COLUMN mart.data_quality.failed_rate IS
'failed_count ÷ evaluated_count, 0 to 1; empty when nothing was judged. | Tỷ lệ không đạt, từ 0 đến 1; trống khi không có bản ghi nào.';
COMMENT ON COLUMN mart.data_quality.found IS
'What a rule about the whole batch found: fields, or agencies and days; empty for rules about records. | Điều phát hiện được của quy tắc về cả lô: tên trường, hoặc đơn vị và ngày; trống với quy tắc về bản ghi.';
COMMENT ON COLUMN mart.data_quality.loaded_at IS
'When the batch was loaded. | Thời điểm nạp lô.';
