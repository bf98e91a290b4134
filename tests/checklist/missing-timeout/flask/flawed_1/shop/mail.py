import os
import smtplib
from email.message import EmailMessage


def send(to: str, text: str) -> None:
    message = EmailMessage()
    message["To"] = to
    message["From"] = os.environ["SHOP_MAIL"]
    message.set_content(text)
    with smtplib.SMTP(os.environ["SMTP_HOST"], 587) as server:
        server.send_message(message)
