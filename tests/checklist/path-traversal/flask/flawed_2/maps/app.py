from flask import Flask

from maps.views import bp

app = Flask(__name__)
app.register_blueprint(bp)
