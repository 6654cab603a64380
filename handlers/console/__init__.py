"""The terminal: alerts, tables and details for people to read."""
