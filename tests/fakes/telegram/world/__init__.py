"""Who and what there is: users, chats, files, and the time they live in."""
