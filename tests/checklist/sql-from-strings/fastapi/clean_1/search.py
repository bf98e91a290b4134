from fastapi import HTTPException

COLUMNS = {"title": "title", "year": "published_year"}


def find(cur, term: str, order: str):
    if order not in COLUMNS:
        raise HTTPException(400, "unknown order")
    statement = f"SELECT id, title FROM books WHERE title LIKE %s ORDER BY {COLUMNS[order]} LIMIT 50"
    cur.execute(statement, (f"%{term}%",))
    return cur.fetchall()
