"""What is stored about one person: handed out, and taken out."""
