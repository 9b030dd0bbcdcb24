-- The four roles, without a login of their own, and the right of reform_owner to make schemas here.
-- Run as the migrating user, who becomes reform_owner for the rest. Roles are shared by all databases of a server.

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['reform_owner', 'reform_loader', 'reform_publisher', 'reform_analyst'] LOOP
        BEGIN
            IF to_regrole(wanted) IS NULL THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- made by a migration of another database at the same moment
        END;
    END LOOP;
    IF NOT pg_has_role(current_user, 'reform_owner', 'SET') THEN
        EXECUTE format('GRANT reform_owner TO %I', current_user);
    END IF;
    IF NOT has_database_privilege('reform_owner', current_database(), 'CREATE') THEN
        EXECUTE format('GRANT CREATE ON DATABASE %I TO reform_owner', current_database());
    END IF;
    IF
        has_database_privilege('reform_analyst', current_database(), 'TEMPORARY')
        OR NOT has_database_privilege('reform_publisher', current_database(), 'TEMPORARY')
    THEN
        EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
        EXECUTE format(
            'GRANT TEMPORARY ON DATABASE %I TO reform_owner, reform_loader, reform_publisher', current_database()
        );
    END IF;
END
$$;
