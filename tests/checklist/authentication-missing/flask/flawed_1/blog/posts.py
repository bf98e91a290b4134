from flask import Blueprint, abort, redirect, render_template, url_for
from flask_login import current_user, login_required

from .extensions import db
from .forms import PostForm
from .models import Post

bp = Blueprint("posts", __name__)


@bp.route("/")
def index():
    page = Post.query.order_by(Post.id.desc()).paginate(per_page=20)
    return render_template("index.html", posts=page.items)


@bp.route("/new", methods=["GET", "POST"])
@login_required
def new():
    form = PostForm()
    if form.validate_on_submit():
        db.session.add(Post(title=form.title.data, body=form.body.data, author_id=current_user.id))
        db.session.commit()
        return redirect(url_for("posts.index"))
    return render_template("new.html", form=form)


@bp.route("/<int:post_id>/edit", methods=["POST"])
@login_required
def edit(post_id):
    post = Post.query.get_or_404(post_id)
    if post.author_id != current_user.id:
        abort(403)
    form = PostForm()
    if form.validate_on_submit():
        post.title = form.title.data
        db.session.commit()
    return redirect(url_for("posts.index"))


@bp.route("/<int:post_id>/delete", methods=["POST"])
def delete(post_id):
    post = Post.query.get_or_404(post_id)
    db.session.delete(post)
    db.session.commit()
    return redirect(url_for("posts.index"))
