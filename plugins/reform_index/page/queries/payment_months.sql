-- Grain: month × payment rate of one agency, the newest thirteen up to a month. Reader: the page, for the course of time.
SELECT
    period,
    indicator,
    numerator,
    denominator,
    rate,
    state
FROM mart.indicator
WHERE
    agency_code = :agency_code
    AND indicator IN ('online_payment_rate', 'online_transaction_rate')
    AND period = ANY(:months)
ORDER BY period;
