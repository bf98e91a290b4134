from quart import Quart

from routes import bp

application = Quart(__name__)
application.register_blueprint(bp)
