from flask import Blueprint, jsonify
from flask_login import current_user, login_required

from access import owned_or_404
from schema import Message

messages = Blueprint("messages", __name__, url_prefix="/messages")


@messages.get("/inbox")
@login_required
def inbox():
    rows = Message.query.filter(Message.recipient_id == current_user.id).order_by(Message.id.desc()).limit(30)
    return jsonify([{"id": row.id, "from": row.sender_id} for row in rows])


@messages.get("/<int:message_id>")
@login_required
def read(message_id):
    row = owned_or_404(Message, message_id, "recipient_id")
    return jsonify(text=row.text, sender=row.sender_id)
