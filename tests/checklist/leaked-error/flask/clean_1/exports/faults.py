class DomainError(Exception):
    status = 400


class UnknownFormat(DomainError):
    status = 404
