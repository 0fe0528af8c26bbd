"""What Discord refuses in the body of a request."""
