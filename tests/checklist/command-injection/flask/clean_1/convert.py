from tempfile import NamedTemporaryFile

from flask import Response, request
from flask.views import MethodView

from tools import described, resized

SIZES = {"small": "100x100", "large": "1000x1000"}


class Conversion(MethodView):
    def post(self):
        size = SIZES.get(request.form.get("size", "small"), "100x100")
        with NamedTemporaryFile() as file:
            request.files["image"].save(file.name)
            described(file.name)
            return Response(resized(file.name, size), mimetype="image/png")
