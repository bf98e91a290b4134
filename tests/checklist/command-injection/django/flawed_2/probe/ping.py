from os import popen


def answers(host):
    told = popen("ping -c 1 " + host)
    return "1 received" in told.read()
