"""SDXL through diffusers, in a worker process: importing any of this imports torch."""
