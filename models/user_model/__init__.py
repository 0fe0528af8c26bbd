"""What is known of people's taste, and how likely that makes each answer."""
