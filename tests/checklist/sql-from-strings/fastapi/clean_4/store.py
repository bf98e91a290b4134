from sqlalchemy import create_engine, text

engine = create_engine("sqlite:///notes.db")


def found(terms):
    clauses, given = [], {}
    for number, term in enumerate(terms):
        name = f"term_{number}"
        clauses.append(f"lower(words) LIKE :{name}")
        given[name] = f"%{term}%"
    where = " AND ".join(clauses) or "1"
    with engine.connect() as connection:
        return [row[0] for row in connection.execute(text(f"SELECT words FROM notes WHERE {where} LIMIT 20"), given)]
