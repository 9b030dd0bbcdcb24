-- Nobody changes what was published, the owner neither; and a vintage takes rows only in the transaction that makes it.

CREATE FUNCTION publication.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'publication.% keeps what was published: it is never changed', tg_table_name
        USING ERRCODE = 'object_not_in_prerequisite_state';
END
$$;

CREATE FUNCTION publication.refuse_addition() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM (SELECT DISTINCT period, vintage FROM added) AS one
        INNER JOIN publication.vintage AS vintage USING (period, vintage)
        WHERE vintage.xmin <> pg_current_xact_id()::xid
    ) THEN
        RAISE EXCEPTION 'publication.% takes no more rows of a vintage that was published', tg_table_name
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NULL;
END
$$;

DO $$
DECLARE
    sealed text;
BEGIN
    FOREACH sealed IN ARRAY ARRAY[
        'vintage', 'indicator', 'index_score', 'restatement', 'changed_record', 'past_record'
    ] LOOP
        EXECUTE format(
            'CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON publication.%I '
            'FOR EACH STATEMENT EXECUTE FUNCTION publication.refuse_change()',
            sealed
        );
        IF sealed NOT IN ('vintage', 'past_record') THEN
            EXECUTE format(
                'CREATE TRIGGER whole_at_once AFTER INSERT ON publication.%I REFERENCING NEW TABLE AS added '
                'FOR EACH STATEMENT EXECUTE FUNCTION publication.refuse_addition()',
                sealed
            );
        END IF;
    END LOOP;
END
$$;
