import sqlite3

from flask import current_app


def find(name):
    connection = sqlite3.connect(current_app.config["CLERKS"])
    connection.row_factory = sqlite3.Row
    return connection.execute("SELECT id, password FROM clerks WHERE name = ?", (name,)).fetchone()
