import asyncio

from quart import Quart, jsonify

from printer import jobs_of

application = Quart(__name__)


@application.route("/printer/jobs")
async def jobs():
    return jsonify(waiting=await asyncio.to_thread(jobs_of, "office"))


@application.route("/printer/jobs-now")
def jobs_now():
    return jsonify(waiting=jobs_of("office"))
