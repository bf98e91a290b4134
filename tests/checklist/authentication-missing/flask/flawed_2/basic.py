from flask_httpauth import HTTPBasicAuth
from werkzeug.security import check_password_hash

from storage import cursor

auth = HTTPBasicAuth()


@auth.verify_password
def verify(username, password):
    with cursor() as cur:
        cur.execute("SELECT pw_hash FROM operators WHERE username = %s", (username,))
        row = cur.fetchone()
    if row and check_password_hash(row["pw_hash"], password):
        return username
    return None
