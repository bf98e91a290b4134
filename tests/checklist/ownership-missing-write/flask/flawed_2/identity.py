from flask import g, jsonify, request

from pool import query_one


def find_caller():
    key = request.headers.get("X-Api-Key")
    row = query_one("SELECT account_id FROM api_keys WHERE digest = encode(sha256(%s::bytea), 'hex')", (key,)) if key else None
    if row is None:
        return jsonify(error="api key required"), 401
    g.account_id = row[0]
