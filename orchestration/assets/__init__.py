"""The assets, one module a room; each body calls its room and reports what it says."""
