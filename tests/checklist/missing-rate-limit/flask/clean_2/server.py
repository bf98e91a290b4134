from flask import Flask

from login import Login
from throttle import throttled

app = Flask(__name__)
app.config.from_envvar("SERVER_CFG")
app.add_url_rule("/login", view_func=throttled(Login.as_view("login")), methods=["POST"])
