"""What is measured: one file an indicator (catalogue/*.toml), measured for every period and agency at once.

Numerators and denominators are added up the tree and over the months, and divided last.
"""
