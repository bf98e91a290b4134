import sqlite3

import click
from flask import current_app, g


def get_db():
    if "db" not in g:
        g.db = sqlite3.connect(current_app.config["DATABASE"], detect_types=sqlite3.PARSE_DECLTYPES)
        g.db.row_factory = sqlite3.Row
    return g.db


@click.command("init-db")
def init_db_command():
    with current_app.open_resource("schema.sql") as file:
        get_db().executescript(file.read().decode("utf8"))
