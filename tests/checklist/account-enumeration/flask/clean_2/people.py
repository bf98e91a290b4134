import os

from sqlalchemy import create_engine, text

engine = create_engine(os.environ["PEOPLE"])


def by_mail(mail):
    with engine.connect() as connection:
        return connection.execute(text("SELECT id, mail, password FROM people WHERE mail = :mail LIMIT 1"), {"mail": mail}).first()
