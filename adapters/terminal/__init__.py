"""The loop in a terminal: galleries as numbered picture files, answers as words."""
