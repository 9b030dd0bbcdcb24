"""The public reporting interface (PORTAL, part A), over the same records as the record feed.

The figures are counted from the arrays of each day, never from written records, and kept by period on the shelf. A
period of a province costs some milliseconds a day; the whole country costs that for each of its provinces.
What faults do to records is not in these figures: they are what the portal should have had.
"""
