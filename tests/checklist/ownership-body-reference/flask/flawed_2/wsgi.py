from flask import Flask

from plants.readings import blueprint

app = Flask(__name__)
app.register_blueprint(blueprint)
