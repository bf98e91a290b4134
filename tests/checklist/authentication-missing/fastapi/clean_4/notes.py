import sqlite3


def add_note(name, words):
    return sqlite3.connect("notes.db", autocommit=True).execute("INSERT INTO notes (writer, words) VALUES (?, ?)", (name, words)).lastrowid
