"""Two accounts become one person with one taste, or two people again; no platform is known here."""
