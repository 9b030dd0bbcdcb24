CASE
    {when}
    ELSE date_trunc('month', {moment} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
END
