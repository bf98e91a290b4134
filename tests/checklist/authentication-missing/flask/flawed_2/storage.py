import os

import psycopg2
import psycopg2.extras


def cursor():
    connection = psycopg2.connect(os.environ["PG_DSN"])
    connection.autocommit = True
    return connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor)
