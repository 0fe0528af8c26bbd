"""Embedding texts and images with CLIP: what is asked for, where the model is built, and who shares it."""
