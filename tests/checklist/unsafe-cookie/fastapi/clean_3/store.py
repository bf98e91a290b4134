import sqlite3


def find(name):
    row = sqlite3.connect("people.db").execute("SELECT name, digest FROM people WHERE name = ?", (name,)).fetchone()
    return {"name": row[0], "digest": row[1]} if row else None
