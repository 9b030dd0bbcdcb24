"""Types what the portal said: strings become codes, times, money and flags, each by its stated rule."""
