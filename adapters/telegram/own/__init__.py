"""What is one's own on Telegram: past sessions, saved images, data, accounts; shown to nobody else."""
