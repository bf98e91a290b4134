from django.core.mail import send_mail


def send_link(member):
    send_mail("A new password", "Follow the link.", None, [member.email])
