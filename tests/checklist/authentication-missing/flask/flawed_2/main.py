from flask import Flask
from flask_restful import Api

from resources import Device, DeviceList

app = Flask(__name__)
api = Api(app, prefix="/api/v1")
api.add_resource(DeviceList, "/devices")
api.add_resource(Device, "/devices/<int:device_id>")
