"""Who and what there is: users, guilds, channels, permissions, and the time they live in."""
