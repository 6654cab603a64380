"""The outbox: what is due is leased, sent and recorded."""
