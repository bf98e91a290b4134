from flask import g
from flask.views import MethodView

from service.rights import signed_in, with_own_report
from service.tables import Report


class ReportsView(MethodView):
    decorators = [signed_in]

    def get(self):
        rows = Report.select().where(Report.analyst == g.analyst).limit(20)
        return [{"id": str(row.id)} for row in rows]


class ReportView(MethodView):
    decorators = [signed_in]

    @with_own_report
    def get(self, report):
        return {"id": str(report.id), "summary": report.summary}
