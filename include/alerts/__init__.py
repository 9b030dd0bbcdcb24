"""Watch the rates, tell luck from fall, say why, write to the people named, and send."""
