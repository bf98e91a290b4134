PAGE = "<html><body><h1>{}</h1><p>{{{{ footer }}}}</p></body></html>"


def page(headline):
    return PAGE.format(headline)
