"""One package per outside world: chat platforms, language models, storage. Each knows core alone."""
