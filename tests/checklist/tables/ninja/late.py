from ninja import Router
router = Router(tags=['late'])

@router.get('')
def late(request, limit: int=10):
    ...
