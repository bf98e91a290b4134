import os

import psycopg2
from flask import jsonify, request
from flask.views import MethodView

from sorting import order_by


class Places(MethodView):
    def get(self):
        clauses, values = [], []
        for column in ("country", "region"):
            if column in request.args:
                clauses.append(f"p.{column} = %s")
                values.append(request.args[column])
        where = "WHERE " + " AND ".join(clauses) if clauses else ""
        order = order_by(request.args.get("sort", "name"), request.args.get("direction", "asc"))
        with psycopg2.connect(os.environ["ATLAS"]) as connection, connection.cursor() as cursor:
            cursor.execute(f"SELECT p.id, p.name FROM places p {where} {order} LIMIT 100", values)
            return jsonify(cursor.fetchall())
