"""Reports of what somebody has seen: asked for in private, shown to administrators."""
