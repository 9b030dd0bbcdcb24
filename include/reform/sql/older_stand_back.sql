-- The submissions before this one stand no longer for their month. Writer: reform/keeping.py.
UPDATE core.unit_report
SET is_newest = FALSE
WHERE agency_code = :agency_code AND month = :month AND version < :version AND is_newest
