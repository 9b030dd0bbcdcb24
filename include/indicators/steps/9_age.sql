-- The age of figures that newer data left as they were. Filled in: the table, and which perimeter it is of.
UPDATE {table} AS old
SET data_as_of = known.data_as_of
FROM (SELECT DISTINCT place FROM moved INNER JOIN related USING (root_agency)) AS aged
INNER JOIN place ON place.place = aged.place AND place.is_today = {is_today}
INNER JOIN known ON known.place = aged.place
INNER JOIN (SELECT DISTINCT indicator, source FROM formula) AS formula ON formula.source = known.source
WHERE
    old.agency_code = place.agency_code
    AND old.indicator = formula.indicator
    AND old.data_as_of IS DISTINCT FROM known.data_as_of
