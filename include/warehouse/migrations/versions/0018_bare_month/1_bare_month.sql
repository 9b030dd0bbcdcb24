-- A table that will be a month of core.dossier or core.payment. One session makes it, fills it and gives it the indexes;
-- the transaction of the load attaches it. Its name is that of the month and the number of that transaction:
-- dossier_202404_7812.

-- Makes it, without indexes, for loaders to fill.
CREATE FUNCTION ops.begin_month(bare text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first_day date;
BEGIN
    IF bare !~ '^(dossier|payment)_[0-9]{6}_[0-9]+$' THEN
        RAISE EXCEPTION '% is not the name of a month to be filled', bare;
    END IF;
    first_day := to_date(split_part(bare, '_', 2), 'YYYYMM');
    EXECUTE format(
        'CREATE TABLE core.%I (LIKE core.%I INCLUDING ALL EXCLUDING INDEXES,'
        ' CONSTRAINT of_month CHECK (code_month >= %L AND code_month < %L))',
        bare, split_part(bare, '_', 1), first_day, (first_day + interval '1 month')::date
    );
    EXECUTE format('GRANT INSERT ON core.%I TO reform_loader', bare);
END
$$;

-- Gives it the key and the indexes of the table that it will be a part of; nothing more goes into it.
CREATE FUNCTION ops.index_month(bare text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parent regclass := format('core.%I', split_part(bare, '_', 1));
    ending text;
BEGIN
    EXECUTE format('REVOKE INSERT ON core.%I FROM reform_loader', bare);
    FOR ending IN SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = parent AND contype = 'p' LOOP
        EXECUTE format('ALTER TABLE core.%I ADD %s WITH (fillfactor = 75)', bare, ending);
    END LOOP;
    FOR ending IN
        SELECT substring(pg_get_indexdef(indexrelid) FROM ' USING .*$') FROM pg_index
        WHERE indrelid = parent AND NOT indisprimary
    LOOP
        EXECUTE format('CREATE INDEX ON core.%I %s', bare, ending);
    END LOOP;
END
$$;

-- Makes it the partition.
CREATE FUNCTION ops.attach_month(bare text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parent text := split_part(bare, '_', 1);
    first_day date := to_date(split_part(bare, '_', 2), 'YYYYMM');
    child text := format('%s_%s', parent, split_part(bare, '_', 2));
    index_name text;
BEGIN
    FOR index_name IN
        SELECT relname FROM pg_index INNER JOIN pg_class ON indexrelid = pg_class.oid
        WHERE indrelid = format('core.%I', bare)::regclass
    LOOP
        EXECUTE format('ALTER INDEX core.%I RENAME TO %I', index_name, replace(index_name, bare, child));
    END LOOP;
    EXECUTE format('ALTER TABLE core.%I RENAME TO %I', bare, child);
    EXECUTE format(
        'ALTER TABLE core.%I ATTACH PARTITION core.%I FOR VALUES FROM (%L) TO (%L)',
        parent, child, first_day, (first_day + interval '1 month')::date
    );
    EXECUTE format('ALTER TABLE core.%I DROP CONSTRAINT of_month', child);
END
$$;

-- Removes those whose load failed after they were filled; while a load is at work at some, nothing.
CREATE FUNCTION ops.drop_bare_months() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bare text;
BEGIN
    IF pg_try_advisory_xact_lock(hashtextextended('reform-index partitions', 0)) THEN
        FOR bare IN
            SELECT relname FROM pg_class
            WHERE
                relnamespace = 'core'::regnamespace AND relkind = 'r'
                AND relname ~ '^(dossier|payment)_[0-9]{6}_[0-9]+$'
        LOOP
            EXECUTE format('DROP TABLE core.%I', bare);
        END LOOP;
    END IF;
END
$$;
