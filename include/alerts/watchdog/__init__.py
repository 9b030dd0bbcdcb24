"""What did not happen: rules over the traces that the stages leave in the warehouse, and what engineers are told."""
