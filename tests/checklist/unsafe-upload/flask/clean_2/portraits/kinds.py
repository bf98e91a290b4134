import magic


def ending_of(head: bytes):
    return {"image/png": ".png", "image/webp": ".webp"}.get(magic.from_buffer(head, mime=True))
