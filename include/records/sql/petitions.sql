-- Petitions, typed. Grain: one row per row of the landed file. Reads: landed, agency_form. Readers: the view `shaped`.
WITH

scalars_read AS (
  SELECT
    *,
    read_text(MaPAKN) AS petition_code,
    read_time(NgayTiepNhan) AS received_at,
    read_time(HanXuLy) AS due_at,
    read_time(NgayXuLy) AS handled_at,
    CASE read_text(TrangThai)
      WHEN 'moi' THEN 'new' WHEN 'dang-xu-ly' THEN 'in_process'
      WHEN 'da-xu-ly' THEN 'handled' WHEN 'tu-choi' THEN 'refused'
    END AS status,
    read_flag(HaiLong) AS satisfied,
    read_time(CapNhatLuc) AS updated_at
  FROM landed
),

-- A petition that was refused without a date ended, at the latest, with its last update.
ended AS (
  SELECT *, COALESCE(handled_at, CASE WHEN status = 'refused' THEN updated_at END) AS ended_at
  FROM scalars_read
)

SELECT
  ended.*,
  answering.agency_code AS agency_code,
  CASE WHEN ended_at IS NULL OR ended_at > due_at THEN CAST(due_at AS DATE) END AS breached_on
FROM ended
LEFT JOIN agency_form AS answering ON answering.written = ended.MaDonVi
