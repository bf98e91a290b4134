from flask import Blueprint, jsonify, request
from flask_jwt_extended import get_jwt_identity, jwt_required

from .models import Invoice

api = Blueprint("api", __name__)


@api.get("/invoices")
@jwt_required()
def list_invoices():
    page = request.args.get("page", 1, type=int)
    found = Invoice.query.filter_by(customer_id=get_jwt_identity()).paginate(page=page, per_page=25)
    return jsonify([invoice.as_json() for invoice in found.items])


@api.get("/invoices/<int:invoice_id>")
@jwt_required()
def show_invoice(invoice_id):
    invoice = Invoice.query.get_or_404(invoice_id)
    return jsonify(invoice.as_json())
