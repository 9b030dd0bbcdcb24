-- Grain: portal. A shorter wait never shortens a longer one.

INSERT INTO ops.portal_gate AS stored (portal, not_before)
VALUES (:portal, clock_timestamp() + make_interval(secs => :seconds))
ON CONFLICT (portal) DO UPDATE SET not_before = greatest(stored.not_before, excluded.not_before)
