-- Grain: one request. Its end is told as seconds before now, by the clock of whoever asked.

INSERT INTO ops.fetch (
    portal, batch, feed, root_agency, window_start, window_end,
    request, outcome, byte_count, record_count, attempt_count, seconds, reason, ended_at
)
VALUES (
    :portal, :batch, :feed, :root_agency, :window_start, :window_end,
    :request, :outcome, :byte_count, :record_count, :attempt_count, :seconds, :reason,
    now() - make_interval(secs => :ended_ago)
)
