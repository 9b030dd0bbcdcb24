"""Open data: the marts as CSV and Parquet with a data package's description, small cells suppressed."""
