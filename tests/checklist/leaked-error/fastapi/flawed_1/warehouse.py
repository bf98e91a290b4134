import os
import sqlite3


def stock(con, sku: str) -> int:
    row = con.execute("SELECT count FROM stock WHERE sku = ?", (sku,)).fetchone()
    return row[0] if row else 0


def connection():
    con = sqlite3.connect(os.environ["WAREHOUSE"])
    try:
        yield con
    finally:
        con.close()
