STYLES = {"plain": "/srv/tiles/plain", "night": "/srv/tiles/night"}
