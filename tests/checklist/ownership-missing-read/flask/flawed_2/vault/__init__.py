import os

from flask import Flask


def create_app():
    app = Flask(__name__)
    app.secret_key = os.environ["VAULT_KEY"]
    app.config.from_mapping(DATABASE=os.path.join(app.instance_path, "vault.sqlite"))

    from . import auth, papers

    app.register_blueprint(auth.bp)
    app.register_blueprint(papers.bp)
    return app
