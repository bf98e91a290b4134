import os
import sqlite3


def connect():
    return sqlite3.connect(os.environ["REMINDERS"])
