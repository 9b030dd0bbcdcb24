-- The portal's catalogue of procedures, typed. Grain: one row per row of the landed file. Reads: landed.
-- Readers: the view `shaped`.

SELECT
  *,
  read_text(id) AS formality_id,
  read_text(code) AS procedure_code,
  read_text(name) AS procedure_name,
  UPPER(read_text(state)) AS listing_state,
  read_text(departmentId) AS ministry_id,
  COALESCE(LIST_SORT(publishingDepartmentIds), []) AS publisher_ids,
  COALESCE(LIST_SORT(appliedDepartmentIds), []) AS applier_ids
FROM landed
