import os


def keep(upload):
    with open(os.path.join(os.environ["DRAWER"], os.path.basename(upload.name)), "wb") as out:
        for piece in upload.chunks():
            out.write(piece)
