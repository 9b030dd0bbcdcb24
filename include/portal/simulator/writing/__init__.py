"""From rows of numbers to the records that the portal shows, personal fields included (all of them invented)."""
