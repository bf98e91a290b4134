from flask import Flask

from banners import banner

app = Flask(__name__)
app.add_url_rule("/banner", view_func=banner)
