"""The routes of the web page, by what they are for."""
