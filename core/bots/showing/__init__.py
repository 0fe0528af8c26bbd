"""What people see of a session on a chat platform, before that platform's own marks and layouts."""
