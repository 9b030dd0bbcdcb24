"""What units report themselves each month, in a workbook: its sheets (sheets/*.toml), its rules (rules/*.toml)."""
