"""The folder that Airflow's processes find first on their path: `airflow_local_settings`, for the one-host stack."""
