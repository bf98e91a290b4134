import logging


def send_link(address: str) -> None:
    logging.getLogger("mail").info("a link is on its way")
