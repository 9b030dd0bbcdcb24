"""Judges typed records by rules that are data, and splits each batch into what is accepted and what is not."""
