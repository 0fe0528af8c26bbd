"""The way of every request: read, limited, checked, answered."""
