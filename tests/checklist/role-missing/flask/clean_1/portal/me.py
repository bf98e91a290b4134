from flask import Blueprint
from flask_login import current_user, login_required, logout_user
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length

from portal.people import db

blueprint = Blueprint("me", __name__)


class NameForm(FlaskForm):
    display_name = StringField(validators=[Length(min=2, max=60)])


@blueprint.post("/name")
@login_required
def rename():
    form = NameForm()
    if not form.validate_on_submit():
        return {"errors": form.errors}, 400
    current_user.display_name = form.display_name.data
    db.session.commit()
    return "", 204


@blueprint.post("/leave")
@login_required
def leave():
    db.session.delete(current_user._get_current_object())
    db.session.commit()
    logout_user()
    return "", 204
