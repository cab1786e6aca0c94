"""In-app messages and what leaves by SMS or WeChat."""
