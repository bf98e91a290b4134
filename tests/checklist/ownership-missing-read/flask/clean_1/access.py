from flask import abort
from flask_login import current_user


def owned_or_404(model, key, column):
    row = model.query.get_or_404(key)
    if getattr(row, column) != current_user.id:
        abort(404)
    return row
