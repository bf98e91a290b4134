from flask import abort, g, jsonify, send_file


def _album(number):
    found = g.store.execute("SELECT id FROM albums WHERE id = ? AND keeper = ?", (number, g.me)).fetchone()
    if not found:
        abort(404)
    return found


def photos(album):
    _album(album)
    rows = g.store.execute("SELECT id, taken FROM photos WHERE album_id = ? LIMIT 200", (album,)).fetchall()
    return jsonify([{"id": row[0], "taken": row[1]} for row in rows])


def photo(album, photo):
    _album(album)
    row = g.store.execute("SELECT file FROM photos WHERE id = ?", (photo,)).fetchone()
    if row is None:
        abort(404)
    return send_file(row[0])
