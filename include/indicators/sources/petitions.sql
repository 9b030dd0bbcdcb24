-- Grain: agency × month received. Readers: the indicators over petitions.
SELECT
    cell.agency_code,
    cell.month,
    cell.month AS counts_from,
    COUNT(*) AS petition_count,
    COUNT(*) FILTER (WHERE petition.status = 'handled' AND petition.breached_on IS NULL) AS handled_on_time_count,
    COUNT(*) FILTER (WHERE petition.satisfied) AS satisfied_count
FROM core.petition AS petition
INNER JOIN cell
    ON
        cell.agency_code = petition.agency_code
        AND cell.month = DATE_TRUNC('month', petition.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
GROUP BY cell.agency_code, cell.month
