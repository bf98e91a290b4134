import os


class Book:
    folder = "/srv/hymns"

    def read(self, title):
        with open(os.path.join(self.folder, title + ".txt"), encoding="utf-8") as page:
            return page.read()
