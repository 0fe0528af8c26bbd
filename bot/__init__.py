"""The program: command line, settings, logs and checks. Nothing imports it."""
