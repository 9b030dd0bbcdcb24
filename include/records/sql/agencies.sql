-- Agencies, typed. Grain: one row per row of the landed file. Reads: landed, agency_form. Readers: the view `shaped`.
WITH

predecessors AS (
  SELECT written.position, LIST_SORT(LIST(DISTINCT agency_form.agency_code)) AS predecessor_codes
  FROM (SELECT position, UNNEST(MaDonViTruoc) AS code FROM landed) AS written
  JOIN agency_form ON agency_form.written = written.code AND agency_form.agency_code IS NOT NULL
  GROUP BY written.position
)

SELECT
  landed.*,
  own.agency_code AS agency_code,
  read_text(TenDonVi) AS agency_name,
  read_number(CapDonVi) AS level,
  above.agency_code AS parent_code,
  read_day(NgayHieuLuc) AS effective_on,
  read_day(NgayHetHieuLuc) AS expired_on,
  COALESCE(predecessors.predecessor_codes, []) AS predecessor_codes
FROM landed
LEFT JOIN agency_form AS own ON own.written = landed.MaDonVi
LEFT JOIN agency_form AS above ON above.written = landed.MaDonViCha
LEFT JOIN predecessors ON predecessors.position = landed.position
