from flask import Flask

from upload import plan

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 100_000
app.add_url_rule("/plans", view_func=plan, methods=["POST"])
