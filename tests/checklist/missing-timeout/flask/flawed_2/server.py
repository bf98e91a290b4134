from flask import Blueprint, Flask, jsonify

from lookup import capital_of

bp = Blueprint("atlas", __name__)


@bp.get("/capitals/<country>")
def capital(country):
    return jsonify(capital=capital_of(country))


def create_app():
    app = Flask(__name__)
    app.register_blueprint(bp)
    return app
