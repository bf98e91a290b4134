from ninja import Router
router = Router(tags=['shelf'])

@router.get('')
def shelf(request, limit: int=10):
    ...
