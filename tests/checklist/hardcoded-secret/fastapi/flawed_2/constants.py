PAGE_SIZE = 20
FALLBACK = "k3y-f0r-dev-4nd-n0w-prod"
