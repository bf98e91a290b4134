ALLOWED = ["*"]
