"""Accounts that become one person, and people who become two, each inside one transaction of the writer."""
