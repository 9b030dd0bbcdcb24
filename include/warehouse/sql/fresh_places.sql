-- Grain: one row: the places of the records to be added, and of those to be put in place of an older version.

SELECT
    array_agg(place) FILTER (WHERE NOT was_there) AS added,
    array_agg(place) FILTER (WHERE was_there) AS replaced
FROM fresh
