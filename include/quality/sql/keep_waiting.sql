-- Takes away the refusals of rows that were not in quarantine before. Grain: as refusal. Reader: quality/judge.py.
DELETE FROM refusal WHERE NOT LIST_CONTAINS($waiting::BIGINT[], position)
