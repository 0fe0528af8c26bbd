"""Where subjects stand: colours, light, settings, moods and compositions."""
