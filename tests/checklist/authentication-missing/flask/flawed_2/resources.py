from flask_restful import Resource, abort, reqparse

from basic import auth
from storage import cursor

parser = reqparse.RequestParser()
parser.add_argument("label", type=str, required=True)
parser.add_argument("site", type=int, required=True)


class DeviceList(Resource):
    method_decorators = [auth.login_required]

    def get(self):
        with cursor() as cur:
            cur.execute("SELECT id, label FROM devices ORDER BY id LIMIT 100")
            return cur.fetchall()

    def post(self):
        args = parser.parse_args()
        with cursor() as cur:
            cur.execute("INSERT INTO devices (label, site) VALUES (%s, %s) RETURNING id", (args["label"], args["site"]))
            return cur.fetchone(), 201


class Device(Resource):
    def delete(self, device_id):
        with cursor() as cur:
            cur.execute("DELETE FROM devices WHERE id = %s", (device_id,))
            if cur.rowcount == 0:
                abort(404, message="no such device")
        return "", 204
