"""Reform Index: from the portal's records to the indicators and the letters. Knows nothing of Airflow."""
