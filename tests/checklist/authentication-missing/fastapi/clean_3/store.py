import sqlite3

def _connect():
    return sqlite3.connect("members.db", autocommit=True)


def add(table, values):
    if table == "members":
        return _connect().execute("INSERT INTO members (name) VALUES (:name)", values).lastrowid
    return _connect().execute("INSERT INTO purses (holder, title) VALUES (:holder, :title)", values).lastrowid


def _plain(values):
    kept = {}
    for name, value in values.items():
        kept[name] = value.strip() if isinstance(value, str) else value
    return kept


def member_by_number(number):
    return _connect().execute("SELECT id, name FROM members WHERE id = :id", _plain({"id": number})).fetchone()


def change(number, name):
    _connect().execute("UPDATE members SET name = :name WHERE id = :id", {"id": number, "name": name})
