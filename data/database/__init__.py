"""The database behind the store: SQLite file by default, PostgreSQL by MONITOR_DATABASE_URL. The only SQL, with `data.live`.

`reading()` and `writing()` give a connection to a store that is up to date with the schema and the committed dataset.
"""

from data.database.sessions import reading, writing

__all__ = ["reading", "writing"]
