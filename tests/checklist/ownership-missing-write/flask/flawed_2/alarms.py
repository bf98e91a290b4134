from flask import Blueprint, g, jsonify, request

from pool import query_one, transaction

routes = Blueprint("alarms", __name__)


@routes.get("/<int:alarm_id>")
def show(alarm_id):
    row = query_one("SELECT level FROM alarms WHERE id = %s AND account_id = %s", (alarm_id, g.account_id))
    return jsonify(level=row[0]) if row else (jsonify(error="not found"), 404)


@routes.put("/<int:alarm_id>/level")
def set_level(alarm_id):
    level = request.args.get("level", type=int)
    if level is None or not 0 <= level <= 5:
        return jsonify(error="level must be 0 to 5"), 400
    with transaction() as cursor:
        cursor.execute("UPDATE alarms SET level = %s WHERE id = %s AND account_id = %s", (level, alarm_id, g.account_id))
    return "", 204


@routes.delete("/<int:alarm_id>")
def silence(alarm_id):
    with transaction() as cursor:
        cursor.execute("DELETE FROM alarms WHERE id = %s", (alarm_id,))
    return "", 204
