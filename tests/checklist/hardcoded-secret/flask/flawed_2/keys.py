ALGORITHM = "HS256"
TICKET_KEY = "k9#2jf8-ticket-signing"
