from flask import Flask, jsonify


def create_app():
    app = Flask(__name__)

    @app.get("/tasks/<int:number>")
    def task(number):
        return jsonify(number=number, done=False)

    return app
