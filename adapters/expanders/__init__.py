"""Expansions written by a language model: Gemini, or any server that speaks OpenAI's protocol."""
