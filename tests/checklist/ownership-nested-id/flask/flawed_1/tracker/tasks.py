from flask import Blueprint, abort, jsonify
from flask_jwt_extended import current_user, jwt_required

from tracker.models import Project, Task, db

bp = Blueprint("tasks", __name__, url_prefix="/projects/<int:project_id>/tasks")


def _project(project_id):
    project = Project.query.filter_by(id=project_id).first_or_404()
    if project.lead_id != current_user.id:
        abort(403)
    return project


@bp.get("")
@jwt_required()
def index(project_id):
    project = _project(project_id)
    tasks = Task.query.filter_by(project_id=project.id).limit(100).all()
    return jsonify([{"id": task.id, "title": task.title} for task in tasks])


@bp.delete("/<int:task_id>")
@jwt_required()
def drop(project_id, task_id):
    _project(project_id)
    task = Task.query.get_or_404(task_id)
    db.session.delete(task)
    db.session.commit()
    return "", 204
