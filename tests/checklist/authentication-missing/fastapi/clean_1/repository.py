import sqlite3


class NoteRepository:
    def __init__(self, connection: sqlite3.Connection):
        self.connection = connection

    def add(self, owner: str, text: str) -> int:
        done = self.connection.execute("INSERT INTO notes (owner, text) VALUES (?, ?)", (owner, text))
        self.connection.commit()
        return done.lastrowid

    def remove(self, key: int, owner: str) -> bool:
        done = self.connection.execute("DELETE FROM notes WHERE id = ? AND owner = ?", (key, owner))
        self.connection.commit()
        return done.rowcount > 0


def repository():
    connection = sqlite3.connect("notes.db")
    try:
        yield NoteRepository(connection)
    finally:
        connection.close()
