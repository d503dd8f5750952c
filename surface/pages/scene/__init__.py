"""The scene of a visit: opened, changed, computed, and written into the link."""
