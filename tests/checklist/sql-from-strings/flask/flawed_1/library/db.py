import sqlite3

from flask import current_app, g


def get_db():
    if "connection" not in g:
        g.connection = sqlite3.connect(current_app.config["LIBRARY"])
    return g.connection


def query(sql, args=(), one=False):
    cursor = get_db().execute(sql, args)
    found = cursor.fetchall()
    cursor.close()
    return (found[0] if found else None) if one else found
