from flask import Flask

from places import Places

app = Flask(__name__)
app.add_url_rule("/places", view_func=Places.as_view("places"))
