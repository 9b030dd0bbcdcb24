"""What is timed of measuring: a country of facts made in the database itself, and the steps over it."""
