-- Dates that PostgreSQL cuts from moments are Vietnam's dates.
-- A host that dies says nothing: the server asks after it, and after 20 + 4 × 10 s of silence ends its session and gives
-- back its turn at a portal and its locks, also while a statement of it waits or runs. Without this it keeps them for two
-- hours. A server on Windows cannot look after a client while a statement runs.
SELECT
    set_config('TimeZone', 'Asia/Ho_Chi_Minh', FALSE),
    set_config('tcp_keepalives_idle', '20', FALSE),
    set_config('tcp_keepalives_interval', '10', FALSE),
    set_config('tcp_keepalives_count', '4', FALSE),
    set_config(
        'client_connection_check_interval',
        CASE WHEN version() ~* 'windows|mingw|msvc|visual' THEN '0' ELSE '10s' END,
        FALSE
    )
