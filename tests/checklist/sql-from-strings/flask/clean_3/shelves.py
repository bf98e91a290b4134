import os

from sqlalchemy import create_engine, text


def count_books(folder):
    file = os.path.join(folder, "metadata.db")
    with create_engine("sqlite://").begin() as connection:
        connection.execute(text("ATTACH DATABASE '{}' AS shelves".format(file.replace("'", "''"))))
        return connection.execute(text("SELECT count(*) FROM shelves.books")).scalar()
