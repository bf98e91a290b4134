from werkzeug.exceptions import BadRequest

COLUMNS = {"name": "p.name", "people": "p.population"}
DIRECTIONS = ("ASC", "DESC")


def order_by(key, direction):
    direction = direction.upper()
    if direction not in DIRECTIONS:
        raise BadRequest("direction is asc or desc")
    try:
        return f"ORDER BY {COLUMNS[key]} {direction}"
    except KeyError:
        raise BadRequest("unknown sort key")
