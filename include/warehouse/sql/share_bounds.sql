-- Grain: agency before which a session's share of a recount ends, but the last one's: so that each of :shares sessions
-- has about as much to do. A row of the cube costs as much again as two dossiers in it. By what the cube says: were it
-- wrong, the shares would be uneven, and still everything.

WITH counted AS (
    SELECT
        agency_code,
        sum(sum(received_count + 2)) OVER (ORDER BY agency_code) AS so_far,
        sum(sum(received_count + 2)) OVER () AS all_in_all
    FROM core.dossier_cube
    GROUP BY agency_code
)

SELECT min(agency_code) AS agency_code
FROM counted
WHERE so_far * :shares > all_in_all
GROUP BY ceil(so_far * :shares / all_in_all)
ORDER BY agency_code
