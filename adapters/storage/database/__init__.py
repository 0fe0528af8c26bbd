"""What every database asks for: connections, a process lock, migrations and readable failures."""
