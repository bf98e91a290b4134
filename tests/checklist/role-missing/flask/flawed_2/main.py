import os

from flask import Flask
from flask_jwt_extended import JWTManager
from flask_restful import Api

from club.members import MemberResource, RoleResource

app = Flask(__name__)
app.config["JWT_SECRET_KEY"] = os.environ["JWT_SECRET_KEY"]
JWTManager(app)
api = Api(app)
api.add_resource(MemberResource, "/members/<int:member_id>")
api.add_resource(RoleResource, "/members/<int:member_id>/role")
