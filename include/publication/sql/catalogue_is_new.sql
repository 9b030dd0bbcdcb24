-- Whether agencies, procedures or their links were loaded or changed since the vintage before.
SELECT
    EXISTS (SELECT FROM core.procedure WHERE loaded_at >= :before_frozen_at)
    OR EXISTS (SELECT FROM core.procedure_agency WHERE loaded_at >= :before_frozen_at)
    OR EXISTS (
        SELECT
        FROM publication.past_record
        WHERE relation IN ('procedure', 'procedure_agency') AND vintage_number >= :before_number
    ) AS is_new
