from flask import Flask

from log import Log

app = Flask(__name__)
app.add_url_rule("/log", view_func=Log.as_view("log"))
