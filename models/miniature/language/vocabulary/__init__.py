"""The words of the small world: data only. Phrases are separated by commas."""
