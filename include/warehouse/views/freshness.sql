-- Grain: feed × root agency. Readers: analysts, the page, the watchdog.

CREATE VIEW mart.freshness AS
SELECT
    mark.feed,
    mark.root_agency,
    mark.complete_until,
    loads.newest_record_at,
    loads.newest_window_start,
    loads.newest_window_end,
    loads.gaps,
    loads.last_loaded_at,
    loads.batch_count,
    loads.record_count,
    coalesce(refused.quarantined_count, 0) AS quarantined_count
FROM ops.watermark AS mark
INNER JOIN (
    SELECT
        feed,
        root_agency,
        max(newest_record_at) AS newest_record_at,
        (array_agg(window_start ORDER BY window_end DESC, window_start))[1] AS newest_window_start,
        max(window_end) AS newest_window_end,
        tstzmultirange(tstzrange(min(window_start), max(window_end)))
        - range_agg(tstzrange(window_start, window_end)) AS gaps,
        max(loaded_at) AS last_loaded_at,
        count(DISTINCT batch) AS batch_count,
        sum(loaded)::bigint AS record_count
    FROM ops.receipt
    GROUP BY feed, root_agency
) AS loads ON mark.feed = loads.feed AND mark.root_agency = loads.root_agency
LEFT JOIN (
    SELECT
        split_part(batch, ':', 1) AS feed,
        split_part(batch, ':', 2) AS root_agency,
        count(DISTINCT coalesce(record_key, record::text)) AS quarantined_count
    FROM quarantine.record
    GROUP BY split_part(batch, ':', 1), split_part(batch, ':', 2)
) AS refused ON mark.feed = refused.feed AND mark.root_agency = refused.root_agency;

COMMENT ON VIEW mart.freshness IS
'How far each feed of each root agency has been loaded. | Mức độ cập nhật của từng nguồn và cơ quan gốc.';
COMMENT ON COLUMN mart.freshness.feed IS
'Feed: dossiers, payments, petitions, agencies or procedures. | Nguồn: hồ sơ, thanh toán, phản ánh, cơ quan hoặc thủ tục.';
COMMENT ON COLUMN mart.freshness.root_agency IS
'Agency whose subtree is pulled. | Cơ quan gốc được lấy dữ liệu.';
COMMENT ON COLUMN mart.freshness.complete_until IS
'Everything that changed at the portal before this moment is here. | Mọi thay đổi trên cổng trước thời điểm này đã có tại đây.';
COMMENT ON COLUMN mart.freshness.newest_record_at IS
'When the newest record that was accepted changed at the portal. | Thời điểm thay đổi của bản ghi mới nhất đã được nhận.';
COMMENT ON COLUMN mart.freshness.newest_window_start IS
'Start of the newest window that was loaded whole. | Thời điểm bắt đầu của khoảng mới nhất đã nạp trọn vẹn.';
COMMENT ON COLUMN mart.freshness.newest_window_end IS
'End of the newest window that was loaded whole. | Thời điểm kết thúc của khoảng mới nhất đã nạp trọn vẹn.';
COMMENT ON COLUMN mart.freshness.gaps IS
'Stretches between the first and the newest window that were never loaded; {} when there are none. | Các khoảng chưa từng nạp giữa khoảng đầu và khoảng mới nhất; {} khi không có.';
COMMENT ON COLUMN mart.freshness.last_loaded_at IS
'When a batch was last loaded. | Thời điểm nạp gần nhất.';
COMMENT ON COLUMN mart.freshness.batch_count IS
'Batches loaded so far. | Số lô đã nạp.';
COMMENT ON COLUMN mart.freshness.record_count IS
'Records and new versions of records written so far. | Số bản ghi và phiên bản mới đã ghi.';
COMMENT ON COLUMN mart.freshness.quarantined_count IS
'Records in quarantine now, each once, in however many batches it came. | Số bản ghi đang bị cách ly; mỗi bản ghi tính một lần dù đến trong nhiều lô.';
