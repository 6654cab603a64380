"""The only room that knows SQL: tables, migrations, queries, the unit of work and the outbox's rows."""
