from fastapi import HTTPException

from store import patients, reports


class ReportService:
    def __init__(self, subject: str):
        self.subject = subject

    async def recent(self):
        return await reports.find({"patient": self.subject}).to_list(50)

    async def find(self, key: str):
        found = await reports.find_one({"_id": key})
        if found is None:
            raise HTTPException(404)
        return found
