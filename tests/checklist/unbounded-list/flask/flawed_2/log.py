from flask import jsonify, request
from flask.views import MethodView

from store import newest


class Log(MethodView):
    def get(self):
        count = request.args.get("count", 100, type=int)
        return jsonify([{"id": line.id, "words": line.words} for line in newest(count)])
