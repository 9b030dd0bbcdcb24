-- Opens a session beside the one that took what was touched: until that one commits, it stands there for all others.
CREATE TEMP TABLE touched ON COMMIT DROP AS SELECT month, agency_code FROM ops.touched;
