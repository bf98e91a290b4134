import os
import sqlite3


def _connection():
    connection = sqlite3.connect(f"file:{os.environ['UNITS']}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    return connection


def known():
    return [dict(row) for row in _connection().execute("SELECT symbol, title FROM units ORDER BY symbol")]


def longest(count):
    rows = _connection().execute("SELECT symbol FROM units ORDER BY length(title) DESC LIMIT ?", (count,))
    return [row["symbol"] for row in rows]
