from flask import Flask

from garden.views import bp

app = Flask(__name__)
app.register_blueprint(bp)
