import os
import sqlite3


def connect():
    con = sqlite3.connect(os.environ["DB_FILE"])
    con.row_factory = sqlite3.Row
    try:
        yield con
    finally:
        con.close()
