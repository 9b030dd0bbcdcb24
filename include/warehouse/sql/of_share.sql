-- Grain: that of the rows filled in, each of one agency: those that fall to one session of a recount, as numbered from 0.

SELECT * FROM (
{rows}
) AS row_of_agency
WHERE (hashtext(agency_code) & 2147483647) % {shares} = {share}
