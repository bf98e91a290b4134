from flask import Flask

from profile import me
from sharing import share

app = Flask(__name__)
app.config.from_envvar("APP_CONFIG")
app.after_request(share)
app.add_url_rule("/me", view_func=me)
