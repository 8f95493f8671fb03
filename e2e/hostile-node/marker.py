"""What every payload carries, so that a listener knows whose it is."""

MARKER = "airlock-hostile-7c1f"
