"""A language model's server on loopback: Gemini's REST and OpenAI's protocol, strict, failing on demand."""
