-- Grain: portal: left alone for a while, and why.

INSERT INTO ops.portal_gate (portal, closed_until, closed_because)
VALUES (:portal, clock_timestamp() + make_interval(secs => :seconds), :reason)
ON CONFLICT (portal) DO UPDATE SET
    closed_until = excluded.closed_until,
    closed_because = excluded.closed_because
