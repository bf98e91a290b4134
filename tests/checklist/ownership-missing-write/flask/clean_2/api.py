from flask import Flask, g, request
from flask_restful import Api, Resource, abort

from rows import connect
from tokens import token_required

app = Flask(__name__)
api = Api(app)


class Reminder(Resource):
    method_decorators = {"get": [token_required], "put": [token_required], "delete": [token_required]}

    def get(self, reminder_id):
        row = connect().execute("SELECT at FROM reminders WHERE id = ? AND person = ?", (reminder_id, g.person)).fetchone()
        if row is None:
            abort(404)
        return {"at": row[0]}

    def put(self, reminder_id):
        minute = request.args.get("at", type=int)
        with connect() as db:
            changed = db.execute(
                "UPDATE reminders SET at = :at WHERE id = :id AND person = :person",
                {"at": minute, "id": reminder_id, "person": g.person},
            )
            if changed.rowcount != 1:
                abort(404)
        return {"at": minute}

    def delete(self, reminder_id):
        with connect() as db:
            row = db.execute("SELECT person FROM reminders WHERE id = ?", (reminder_id,)).fetchone()
            if row is None or row[0] != g.person:
                abort(404)
            db.execute("DELETE FROM reminders WHERE id = ?", (reminder_id,))
        return "", 204


api.add_resource(Reminder, "/reminders/<int:reminder_id>")
