-- Grain: load that may have brought records of the agency up to the moment :known_at. Loads of the period and later:
-- a record of the period may have come in any of them.
WITH
related AS (
    SELECT ancestor_code AS agency_code
    FROM of_the_time
    WHERE agency_code = :agency_code AND held && DATERANGE(:since_on, NULL)
    UNION
    SELECT agency_code
    FROM of_the_time
    WHERE ancestor_code = :agency_code AND held && DATERANGE(:since_on, NULL)
)

SELECT
    receipt.batch,
    receipt.landing_key,
    receipt.feed,
    receipt.root_agency,
    receipt.window_start,
    receipt.window_end,
    receipt.pulled,
    receipt.loaded,
    receipt.unchanged,
    receipt.duplicate,
    receipt.quarantined,
    receipt.loaded_at
FROM ops.receipt AS receipt
INNER JOIN related ON related.agency_code = receipt.root_agency
WHERE
    receipt.feed IN ('agencies', 'procedures', 'dossiers', 'payments', 'petitions')
    AND receipt.window_end > :since
    AND receipt.loaded_at <= :known_at
ORDER BY receipt.feed, receipt.window_start, receipt.batch, receipt.landing_key
