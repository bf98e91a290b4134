import os
import sqlite3


def save(start, end):
    with sqlite3.connect(os.environ["SPANS"]) as db:
        db.execute("INSERT INTO spans (start, end) VALUES (?, ?)", (start.isoformat(), end.isoformat()))
