"""The vocabulary of pictures: shapes with colour roles, layers, colours and SVG."""
