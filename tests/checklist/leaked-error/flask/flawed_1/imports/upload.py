import logging

from flask import Blueprint, jsonify, request
from flask_jwt_extended import jwt_required

from imports.reading import totals

logger = logging.getLogger(__name__)
bp = Blueprint("upload", __name__)


@bp.post("/imports")
@jwt_required()
def upload():
    try:
        return jsonify(total=totals(request.files["sheet"].stream))
    except Exception as exc:
        logger.exception("import failed")
        return jsonify({"message": "import failed", "detail": str(exc)}), 500
