import os
from contextlib import contextmanager

from psycopg2.pool import ThreadedConnectionPool

pool = ThreadedConnectionPool(1, 10, os.environ["PG"])


@contextmanager
def transaction():
    connection = pool.getconn()
    try:
        with connection, connection.cursor() as cursor:
            yield cursor
    finally:
        pool.putconn(connection)


def query_one(sql, params):
    with transaction() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()
