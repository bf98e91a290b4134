from flask import Blueprint, abort, g, jsonify
from flask_login import current_user, login_required

from records import Patient, Visit, db

visits = Blueprint("visits", __name__)


@visits.url_value_preprocessor
def pull_patient(endpoint, values):
    g.patient_id = values.pop("patient_id")


@visits.before_request
@login_required
def own_patient():
    g.patient = db.get_or_404(Patient, g.patient_id)
    if g.patient.doctor_id != current_user.id:
        abort(404)


@visits.get("/<int:visit_id>")
def show(visit_id):
    visit = db.get_or_404(Visit, visit_id)
    if visit.patient_id != g.patient.id:
        abort(404)
    return jsonify(id=visit.id, remark=visit.remark)
