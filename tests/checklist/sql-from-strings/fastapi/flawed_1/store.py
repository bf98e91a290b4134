import os

import psycopg2


def cursor():
    with psycopg2.connect(os.environ["DSN"]) as connection:
        with connection.cursor() as cur:
            yield cur
