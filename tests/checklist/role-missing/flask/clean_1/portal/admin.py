from flask import Blueprint, abort, request
from flask_login import current_user, login_required

from portal.people import Person, db

blueprint = Blueprint("admin", __name__)


@blueprint.before_request
@login_required
def admins_only():
    if not current_user.is_admin:
        abort(403)


@blueprint.put("/people/<int:person_id>/admin")
def promote(person_id):
    person = Person.query.get_or_404(person_id)
    person.is_admin = request.args.get("value", type=bool)
    db.session.commit()
    return "", 204


@blueprint.delete("/people/<int:person_id>")
def expel(person_id):
    person = Person.query.get_or_404(person_id)
    db.session.delete(person)
    db.session.commit()
    return "", 204
