from flask import Flask

from settings import Live
from views import bp

app = Flask(__name__)
app.config.from_object(Live)
app.register_blueprint(bp)
