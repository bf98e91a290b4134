import os
import sqlite3


class UnknownItem(Exception):
    def __init__(self, sku: str):
        super().__init__(f"there is no item {sku}")


def stock(con, sku: str) -> int:
    row = con.execute("SELECT count FROM stock WHERE sku = ?", (sku,)).fetchone()
    if row is None:
        raise UnknownItem(sku)
    return row[0]


def connection():
    con = sqlite3.connect(os.environ["WAREHOUSE"])
    try:
        yield con
    finally:
        con.close()
