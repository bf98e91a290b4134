from django.db import connection

_SALES = "SELECT region, sum(cents) FROM sales WHERE region = '{region}' GROUP BY region"


def rows(region):
    with connection.cursor() as cursor:
        cursor.execute(_SALES.format(region=region))
        return cursor.fetchall()
