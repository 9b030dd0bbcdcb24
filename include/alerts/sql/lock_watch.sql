-- Two watches at once wait for each other, until the end of the transaction. Reader: include/alerts/watch.py.
SELECT pg_advisory_xact_lock(hashtextextended('reform-index watch', 0))
