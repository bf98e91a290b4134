import os

from motor.motor_asyncio import AsyncIOMotorClient

database = AsyncIOMotorClient(os.environ["MONGO"])["clinic"]
reports = database["reports"]
patients = database["patients"]
