import os

from pymongo import MongoClient
from werkzeug.security import check_password_hash

members = MongoClient(os.environ["MONGO"]).club.members


def proven(email, password):
    member = members.find_one({"email": email})
    return member if member and check_password_hash(member["password_hash"], password) else None
