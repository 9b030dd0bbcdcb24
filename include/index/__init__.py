"""Points: frameworks/*.toml say what counts for how much, and `score` counts. Values in, values out. [pure]"""
