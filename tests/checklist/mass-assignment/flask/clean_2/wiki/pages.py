from flask import Blueprint, abort, redirect, render_template, url_for
from flask_login import login_required

from wiki.forms import PageForm
from wiki.tables import Page, db

blueprint = Blueprint("wiki", __name__)


@blueprint.get("/<slug>")
def show(slug):
    page = Page.query.filter_by(slug=slug).first_or_404()
    return render_template("page.html", page=page)


@blueprint.route("/new", methods=["GET", "POST"])
@login_required
def new():
    form = PageForm()
    if form.validate_on_submit():
        page = Page()
        form.populate_obj(page)
        db.session.add(page)
        db.session.commit()
        return redirect(url_for(".show", slug=page.slug))
    return render_template("new.html", form=form)


@blueprint.post("/<slug>/edit")
@login_required
def edit(slug):
    page = Page.query.filter_by(slug=slug).first_or_404()
    if page.locked:
        abort(403)
    form = PageForm(obj=page)
    if form.validate_on_submit():
        page.text = form.data["text"]
        db.session.commit()
    return redirect(url_for(".show", slug=page.slug))
