"""The yardstick that most people would write: DataFrame.to_sql, as it comes."""

import time

import pandas as pd
from sqlalchemy import create_engine


def load_with_pandas(url: str, source: str, count: int) -> dict[str, float]:
    """Seconds of writing so many records into a table of their own."""
    records = pd.read_parquet(source).head(count)
    engine = create_engine(url)
    began = time.monotonic()
    records.to_sql("by_pandas", engine, if_exists="replace", index=False)
    return {"wall_seconds": time.monotonic() - began, "loaded": len(records)}
