-- A submission; it stands for its month unless a later one came before it. Writer: reform/keeping.py.
INSERT INTO core.unit_report (
    agency_code, month, version, is_newest, known_until, template, content_hash, loaded_at
)
SELECT
    :agency_code,
    :month,
    :version,
    NOT EXISTS (
        SELECT FROM core.unit_report AS later
        WHERE later.agency_code = :agency_code AND later.month = :month AND later.version > :version
    ),
    :known_until,
    :template,
    :content_hash,
    :now
RETURNING is_newest
