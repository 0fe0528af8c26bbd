"""Safety checks that need a model."""
