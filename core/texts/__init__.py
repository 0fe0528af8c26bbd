"""What people are told, in every language that the program speaks: one `.ftl` file (Fluent) for each."""
