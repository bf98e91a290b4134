import os

from sqlalchemy import bindparam, create_engine, text

engine = create_engine(os.environ["ARCHIVE"])
NEWEST = text("SELECT id, title FROM papers WHERE title ILIKE :words ORDER BY id DESC LIMIT :top").bindparams(bindparam("top", value=20))


def run(statement, **values):
    with engine.connect() as connection:
        return connection.execute(statement, values).mappings().all()
