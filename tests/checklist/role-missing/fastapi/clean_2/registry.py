import threading

animals: dict[str, dict] = {}
animals_lock = threading.Lock()
