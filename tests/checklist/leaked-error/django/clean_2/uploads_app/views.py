import json
import logging

from django.http import JsonResponse
from django.views import View

from uploads_app.faults import reference_for

log = logging.getLogger("uploads")


class Check(View):
    def post(self, request):
        try:
            found = json.loads(request.body)
        except json.JSONDecodeError as error:
            return JsonResponse({"error": f"no JSON: line {error.lineno}"}, status=400)
        except Exception as error:
            reference_for(error, log)
            return JsonResponse({"error": "something went wrong"}, status=500)
        return JsonResponse({"keys": len(found)})
