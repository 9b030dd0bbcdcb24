"""Publication: what leaves the house, as it was known when."""
