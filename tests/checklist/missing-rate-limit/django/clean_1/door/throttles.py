from rest_framework.throttling import AnonRateThrottle


class Slowly(AnonRateThrottle):
    rate = "3/hour"
