from flask import jsonify, session


def me():
    return jsonify(name=session.get("name"))
