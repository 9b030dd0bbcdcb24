"""Everything on one machine: PostgreSQL, the portal simulator, a mail catcher and Airflow, behind `make run`."""
