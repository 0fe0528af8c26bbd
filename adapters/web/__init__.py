"""The loop on a web page: galleries, one-tap answers and live news, all served by this program itself."""
