-- Grain: that of the rows filled in, each of one agency: those of the agencies from one bound to the next.

SELECT * FROM (
{rows}
) AS row_of_agency
WHERE {bounds}
