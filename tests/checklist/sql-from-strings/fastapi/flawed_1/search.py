def where(term: str) -> str:
    return "WHERE title LIKE '%%%s%%'" % term


def find(cur, term: str, order: str):
    statement = "SELECT id, title FROM books " + where(term) + " LIMIT 50"
    cur.execute(statement)
    return cur.fetchall()
