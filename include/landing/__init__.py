"""What the portal said, kept as Parquet of strings less the personal fields, and never changed afterwards."""

from include.landing.keeping import keep, landed_file, read_landed
from include.landing.landed import Landed

__all__ = ["Landed", "keep", "landed_file", "read_landed"]
