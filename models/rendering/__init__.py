"""Pictures by SDXL: what they are made from, who makes them, and what their files say about it."""
