"""Words for scenes: reading any prompt, and writing what a scene shows."""
