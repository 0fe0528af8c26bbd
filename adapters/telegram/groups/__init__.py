"""What concerns groups: their settings, taking down what they do not want, and coming in."""
