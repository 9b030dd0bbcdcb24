-- Grain: agency of today × agency whose records it stands for × stretch of time. Readers: analysts, the page.

CREATE VIEW mart.perimeter AS
SELECT
    agency_code,
    member_code,
    NULLIF(since, '-infinity') AS since,
    NULLIF(until, 'infinity') AS until,
    is_divided
FROM core.perimeter;

COMMENT ON VIEW mart.perimeter IS
'Whom an agency stands for over today''s perimeter, where that differs from the tree of the time. | Phạm vi hiện nay của cơ quan: gồm những cơ quan nào, khi khác với phạm vi tại thời điểm đó.';
COMMENT ON COLUMN mart.perimeter.agency_code IS
'Agency of today. | Cơ quan hiện nay.';
COMMENT ON COLUMN mart.perimeter.member_code IS
'Agency whose own records count for it: itself, one below it, or a predecessor. | Cơ quan có hồ sơ được tính vào: chính nó, đơn vị trực thuộc hoặc cơ quan tiền thân.';
COMMENT ON COLUMN mart.perimeter.since IS
'First day of the records that count; empty: from the beginning. | Ngày đầu của hồ sơ được tính; trống: từ đầu.';
COMMENT ON COLUMN mart.perimeter.until IS
'Day after the last; empty while no end is known. | Ngày sau ngày cuối; trống khi chưa biết ngày kết thúc.';
COMMENT ON COLUMN mart.perimeter.is_divided IS
'Whether the member went on in several agencies: what of it was this one''s cannot be told, and it is not counted. | Cơ quan tiền thân được chia cho nhiều cơ quan: không tách được phần của từng cơ quan nên không tính.';
