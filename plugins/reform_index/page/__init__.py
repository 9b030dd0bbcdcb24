"""The page under /reform: what ran, what the indicators say, which letters went out. It only reads."""
