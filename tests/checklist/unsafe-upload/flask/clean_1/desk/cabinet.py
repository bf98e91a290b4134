import os

from werkzeug.utils import secure_filename


class Cabinet:
    def __init__(self, folder):
        self.folder = folder

    def put(self, upload):
        upload.save(os.path.join(self.folder, secure_filename(upload.filename)))
