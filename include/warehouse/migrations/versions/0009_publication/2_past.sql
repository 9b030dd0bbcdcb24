-- What stood behind a vintage and has changed since. Before anything is published nothing is kept here.

-- loaded_at: when the server first took a record in. Those that are there already count as loaded before anything else.
-- The default is the start of the statement: it is the same for a whole COPY, which so keeps its speed, and it lies
-- behind the lock that a load has waited for.
DO $$
DECLARE
    relation text;
BEGIN
    FOREACH relation IN ARRAY ARRAY['dossier', 'payment', 'petition', 'procedure', 'procedure_agency'] LOOP
        EXECUTE format('ALTER TABLE core.%I ADD COLUMN loaded_at timestamptz NOT NULL DEFAULT ''-infinity''', relation);
        EXECUTE format('ALTER TABLE core.%I ALTER COLUMN loaded_at SET DEFAULT statement_timestamp()', relation);
    END LOOP;
    FOREACH relation IN ARRAY ARRAY['dossier', 'payment', 'petition'] LOOP
        EXECUTE format('CREATE INDEX %I ON core.%I USING brin (loaded_at)', relation || '_by_load', relation);
    END LOOP;
END
$$;

-- Grain: record × newest vintage at which this version of it stood; the row as it was, no personal field.
CREATE TABLE publication.past_record (
    relation text NOT NULL,
    record_key text NOT NULL,
    vintage_number bigint NOT NULL REFERENCES publication.vintage (number),
    loaded_at timestamptz NOT NULL,
    record jsonb NOT NULL,
    PRIMARY KEY (relation, record_key, vintage_number)
);

-- Keeps the version that the newest vintage saw, the first time that it is replaced or taken out.
-- Arguments: the record's key, and which records may count in a period that ends before $3, the last day published.
CREATE FUNCTION publication.keep_past() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'Asia/Ho_Chi_Minh' AS $$
DECLARE
    newest record;
BEGIN
    SELECT max(number) AS number, max(frozen_at) AS frozen_at, max(until) AS until INTO newest FROM publication.vintage;
    IF newest.number IS NOT NULL THEN
        EXECUTE format(
            'INSERT INTO publication.past_record (relation, record_key, vintage_number, loaded_at, record) '
            'SELECT %L, %s, $1, old.loaded_at, jsonb_strip_nulls(to_jsonb(old)) - ''batch'' FROM past AS old '
            'WHERE old.loaded_at < $2 AND %s AND NOT EXISTS ('
            'SELECT FROM publication.past_record AS kept '
            'WHERE kept.relation = %L AND kept.record_key = %s AND kept.vintage_number = $1'
            ') ON CONFLICT DO NOTHING',
            tg_table_name, tg_argv[0], tg_argv[1], tg_table_name, tg_argv[0]
        ) USING newest.number, newest.frozen_at, newest.until;
    END IF;
    RETURN NULL;
END
$$;

DO $$
DECLARE
    kept record;
    action text;
BEGIN
    FOR kept IN
        SELECT * FROM (VALUES
            ('dossier', 'old.dossier_code', 'least(old.code_month, old.received_at::date) < $3'),
            ('payment', 'old.payment_reference', 'least(old.code_month, old.paid_at::date) < $3'),
            ('petition', 'old.petition_code', 'old.received_at::date < $3'),
            ('procedure', 'concat_ws(''|'', old.procedure_code, old.valid_from)', 'old.valid_from < $3'),
            (
                'procedure_agency',
                'concat_ws(''|'', old.procedure_code, old.agency_code, old.valid_from)',
                'old.valid_from < $3'
            )
        ) AS relation (name, key, may_count)
    LOOP
        FOREACH action IN ARRAY ARRAY['UPDATE', 'DELETE'] LOOP
            EXECUTE format(
                'CREATE TRIGGER %I AFTER %s ON core.%I REFERENCING OLD TABLE AS past '
                'FOR EACH STATEMENT EXECUTE FUNCTION publication.keep_past(%L, %L)',
                'keep_past_on_' || lower(action), action, kept.name, kept.key, kept.may_count
            );
        END LOOP;
    END LOOP;
END
$$;
