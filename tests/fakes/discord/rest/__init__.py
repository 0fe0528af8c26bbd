"""The HTTP side: routes, errors, rate limits and requests that are made to fail."""
