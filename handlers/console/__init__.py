"""The terminal as a channel: tables, articles' summaries and conflict alerts."""
