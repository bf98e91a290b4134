import os

import psycopg2
from psycopg2.extras import RealDictCursor


def rows(sql, *values):
    with psycopg2.connect(os.environ["DIRECTORY"]) as connection:
        with connection.cursor(cursor_factory=RealDictCursor) as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
