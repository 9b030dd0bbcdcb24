"""The warehouse: PostgreSQL 18 with its tables, migrations, loads, cubes, roles and views for analysts."""
