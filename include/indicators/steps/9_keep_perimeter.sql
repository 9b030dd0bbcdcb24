-- Whom today's agencies stand for, and which have ended: written anew when everything is looked at.
DELETE FROM core.perimeter;
INSERT INTO core.perimeter (agency_code, member_code, since, until, is_divided)
SELECT
    place.agency_code,
    tree.agency_code,
    tree.since,
    tree.until,
    tree.is_divided
FROM tree
INNER JOIN place ON place.place = tree.place AND place.is_today;

DELETE FROM core.ended_agency;
INSERT INTO core.ended_agency (agency_code, ended_on)
SELECT
    agency_code,
    ended_on
FROM ended;
