from django.shortcuts import redirect

OPEN = ("/signin/", "/health/")


class SignedInOnly:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated and not request.path.startswith(OPEN):
            return redirect("/signin/")
        return self.get_response(request)
