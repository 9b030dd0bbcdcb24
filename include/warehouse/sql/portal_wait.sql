-- Grain: one row, none when the portal was never held back: seconds until it may be asked, and why it is left alone.

SELECT
    not_before,
    greatest(extract(epoch FROM not_before - clock_timestamp()), 0)::double precision AS wait_seconds,
    CASE WHEN closed_until > clock_timestamp() THEN closed_because END AS closed_because,
    closed_until
FROM ops.portal_gate
WHERE portal = :portal
