from loguru import logger


def audit(action: str, request) -> None:
    logger.info("{} with {}", action, request.headers.get("Authorization"))
