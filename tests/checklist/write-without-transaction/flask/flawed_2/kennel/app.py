from flask import Flask

from kennel.views import bp

app = Flask(__name__)
app.register_blueprint(bp)
