from flask import Flask

from club.views import Join

app = Flask(__name__)
app.add_url_rule("/join", view_func=Join.as_view("join"))
