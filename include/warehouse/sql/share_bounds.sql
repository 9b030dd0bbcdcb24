-- Grain: agency before which a session's share of a recount ends, but the last one's: so that of :shares sessions each
-- has about as many dossiers. By what the cube says: were it wrong, the shares would be uneven, and still everything.

WITH counted AS (
    SELECT
        agency_code,
        sum(sum(received_count)) OVER (ORDER BY agency_code) AS so_far,
        sum(sum(received_count)) OVER () AS all_in_all
    FROM core.dossier_cube
    GROUP BY agency_code
)

SELECT min(agency_code) AS agency_code
FROM counted
WHERE so_far * :shares > all_in_all
GROUP BY ceil(so_far * :shares / all_in_all)
ORDER BY agency_code
