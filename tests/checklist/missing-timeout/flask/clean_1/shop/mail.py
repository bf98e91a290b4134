import os
import smtplib
from email.message import EmailMessage


def send(to: str, text: str) -> None:
    message = EmailMessage()
    message["To"] = to
    message.set_content(text)
    with smtplib.SMTP(os.environ["SMTP_HOST"], 587, timeout=10) as server:
        server.send_message(message)
