from flask import Flask, jsonify
from werkzeug.exceptions import HTTPException

from exports.faults import DomainError
from exports.routes import bp


def create_app():
    app = Flask(__name__)

    @app.errorhandler(DomainError)
    def refused(error):
        return jsonify(message=str(error)), error.status

    @app.errorhandler(Exception)
    def crashed(error):
        if isinstance(error, HTTPException):
            return error
        app.logger.exception("crashed")
        return jsonify(message="internal error"), 500

    app.register_blueprint(bp)
    return app
