"""Evidence packs: one ZIP for an inspector, from which every number can be counted again without the warehouse."""
