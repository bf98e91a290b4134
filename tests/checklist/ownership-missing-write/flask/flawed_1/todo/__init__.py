from flask import Flask

from todo.ext import db, jwt
from todo.views import ItemAPI, ListAPI


def make_app():
    app = Flask("todo")
    app.config.from_envvar("TODO_SETTINGS")
    for extension in (db, jwt):
        extension.init_app(app)
    app.add_url_rule("/items", view_func=ListAPI.as_view("items"))
    app.add_url_rule("/items/<int:item_id>", view_func=ItemAPI.as_view("item"))
    return app
