import requests


class Reader:
    def __init__(self):
        self.session = requests.Session()

    def count(self, feed):
        return self.session.get(feed, timeout=5).text.count("<entry>")
