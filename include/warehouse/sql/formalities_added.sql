-- Grain: entry of the catalogue that says something new (JSON list :rows). Said twice in one moment, the later stands.

INSERT INTO core.published_formality AS stored (
    formality_id,
    seen_at,
    procedure_code,
    procedure_name,
    listing_state,
    ministry_id,
    publisher_ids,
    applier_ids,
    content_hash,
    batch
)
SELECT
    said.formality_id,
    :seen_at AS seen_at,
    said.procedure_code,
    said.procedure_name,
    said.listing_state,
    said.ministry_id,
    said.publisher_ids,
    said.applier_ids,
    said.content_hash,
    :batch AS batch
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS said (
    formality_id text,
    procedure_code text,
    procedure_name text,
    listing_state text,
    ministry_id text,
    publisher_ids text [],
    applier_ids text [],
    content_hash text
)
ON CONFLICT (formality_id, seen_at) DO UPDATE SET
    procedure_code = excluded.procedure_code,
    procedure_name = excluded.procedure_name,
    listing_state = excluded.listing_state,
    ministry_id = excluded.ministry_id,
    publisher_ids = excluded.publisher_ids,
    applier_ids = excluded.applier_ids,
    content_hash = excluded.content_hash,
    batch = excluded.batch
