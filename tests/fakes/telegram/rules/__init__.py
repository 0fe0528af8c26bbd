"""What Telegram demands of a request: methods, types, texts, keyboards, reactions."""
