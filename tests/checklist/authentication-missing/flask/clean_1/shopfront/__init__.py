from flask import Flask

from shopfront import admin, catalogue, db


def create_app():
    app = Flask(__name__)
    app.config.from_prefixed_env()
    app.teardown_appcontext(db.close_db)
    app.register_blueprint(catalogue.bp)
    app.register_blueprint(admin.bp, url_prefix="/backoffice")
    return app
