import requests


def title_of(address):
    page = requests.get(address, timeout=5)
    start, end = page.text.find("<title>"), page.text.find("</title>")
    return page.text[start + 7 : end] if 0 <= start < end else ""
