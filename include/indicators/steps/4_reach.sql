-- The first and the last day of which anything is known, so that the periods between them can be named.
SELECT
    LEAST(
        (SELECT MIN(month) FROM touched),
        (SELECT MIN(LOWER(covered))::date FROM known_root),
        (SELECT MIN(month) FROM core.dossier_cube),
        (SELECT MIN(month) FROM core.payment_cube),
        (SELECT MIN(received_at)::date FROM core.petition)
    ) AS first_day,
    GREATEST(
        (SELECT MAX(month) FROM touched),
        (SELECT MAX(complete_until)::date FROM known_root WHERE complete_until < 'infinity'),
        (SELECT MAX(month) FROM core.dossier_cube),
        (SELECT MAX(month) FROM core.payment_cube),
        (SELECT MAX(received_at)::date FROM core.petition)
    ) AS last_day
