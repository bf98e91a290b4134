from os.path import join


def tile_path(style, zoom):
    return join("/srv/tiles", style, f"{zoom}.png")
