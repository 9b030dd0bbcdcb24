-- Procedures, typed. Grain: one row per row of the landed file. Reads: landed, agency_form. Readers: the view `shaped`.
WITH

resolving AS (
  SELECT written.position, LIST_SORT(LIST(DISTINCT agency_form.agency_code)) AS agency_codes
  FROM (SELECT position, UNNEST(MaDonVi) AS code FROM landed) AS written
  JOIN agency_form ON agency_form.written = written.code AND agency_form.agency_code IS NOT NULL
  GROUP BY written.position
)

SELECT
  landed.*,
  read_text(MaTTHC) AS procedure_code,
  read_text(TenTTHC) AS procedure_name,
  read_text(MaLinhVuc) AS field_code,
  read_text(TenLinhVuc) AS field_name,
  COALESCE(resolving.agency_codes, []) AS agency_codes,
  read_number(MucDoDVC) AS online_level,
  COALESCE(read_flag(CoPhi), FALSE) AS has_fee,
  COALESCE(read_flag(ThanhToanTrucTuyen), FALSE) AS payable_online,
  read_day(NgayHieuLuc) AS effective_on,
  read_day(NgayHetHieuLuc) AS expired_on
FROM landed
LEFT JOIN resolving ON resolving.position = landed.position
