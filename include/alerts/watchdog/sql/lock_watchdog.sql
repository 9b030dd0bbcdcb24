-- Two watchdogs at once wait for each other, until the end of the transaction. Reader: include/alerts/watchdog/keep.py.
SELECT pg_advisory_xact_lock(hashtextextended('reform-index watchdog', 0))
