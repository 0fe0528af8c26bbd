"""A small world of our own: expansions and pictures without a language model, a GPU or a network."""
