from flask import Flask

from ledger.views import bp

app = Flask(__name__)
app.register_blueprint(bp)
