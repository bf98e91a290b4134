import os
import sqlite3


def book(room, guest):
    with sqlite3.connect(os.environ["HOTEL"]) as db:
        db.execute("INSERT INTO bookings (room, guest) VALUES (?, ?)", (room, guest))
