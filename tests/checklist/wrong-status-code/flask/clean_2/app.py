from flask import Flask

from health import bp

app = Flask(__name__)
app.register_blueprint(bp)
