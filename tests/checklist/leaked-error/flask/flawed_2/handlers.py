import traceback

from flask import jsonify
from werkzeug.exceptions import HTTPException


def install(app):
    @app.errorhandler(HTTPException)
    def known(error):
        return jsonify(message=error.description), error.code

    @app.errorhandler(Exception)
    def unforeseen(error):
        app.logger.error("unforeseen", exc_info=error)
        return jsonify(message="internal error", trace=traceback.format_exc()), 500
