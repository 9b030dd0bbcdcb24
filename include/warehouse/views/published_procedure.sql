-- Grain: procedure of the portal's catalogue, as last seen. Readers: analysts.

CREATE VIEW mart.published_procedure AS
SELECT DISTINCT ON (formality_id)
    procedure_code,
    procedure_name,
    listing_state,
    cardinality(applier_ids) AS department_count,
    formality_id,
    seen_at
FROM core.published_formality
ORDER BY formality_id ASC, seen_at DESC;

COMMENT ON VIEW mart.published_procedure IS
'The portal''s catalogue of procedures. | Danh mục thủ tục hành chính trên cổng.';
COMMENT ON COLUMN mart.published_procedure.procedure_code IS
'National code of the procedure. | Mã thủ tục hành chính quốc gia.';
COMMENT ON COLUMN mart.published_procedure.procedure_name IS
'Name of the procedure. | Tên thủ tục.';
COMMENT ON COLUMN mart.published_procedure.listing_state IS
'UPDATED or INACTIVE. | UPDATED (đang áp dụng) hoặc INACTIVE (ngừng áp dụng).';
COMMENT ON COLUMN mart.published_procedure.department_count IS
'Departments that apply it. | Số đơn vị áp dụng.';
COMMENT ON COLUMN mart.published_procedure.formality_id IS
'The portal''s own id of it. | Mã nội bộ của cổng.';
COMMENT ON COLUMN mart.published_procedure.seen_at IS
'Since when it is known to be listed so. | Thời điểm đầu tiên thấy nội dung này.';
