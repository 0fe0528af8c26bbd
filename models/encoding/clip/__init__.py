"""CLIP in the process that works: found and loaded, its pictures prepared, its transformers made fast."""
