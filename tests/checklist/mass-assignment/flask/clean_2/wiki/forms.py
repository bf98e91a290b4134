from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import Length, Regexp


class PageForm(FlaskForm):
    slug = StringField(validators=[Regexp(r"[a-z0-9-]{1,80}")])
    text = TextAreaField(validators=[Length(max=100_000)])
