from flask import Flask

from configuration import Settings
from quiz import quiz

app = Flask(__name__)
app.config.from_object(Settings())
app.register_blueprint(quiz)
