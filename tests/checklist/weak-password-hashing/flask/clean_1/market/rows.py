import os

import psycopg2


def execute(statement, values):
    with psycopg2.connect(os.environ["MARKET_DB"]) as connection, connection.cursor() as cursor:
        cursor.execute(statement, values)
