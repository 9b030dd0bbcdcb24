-- Grain: month and agency whose sums the load changed.

INSERT INTO ops.touched (month, agency_code)
SELECT month, agency_code FROM dossier_delta
UNION
SELECT month, agency_code FROM breach_delta
UNION
SELECT month, agency_code FROM payment_delta
