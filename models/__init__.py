"""Everything that learns or draws: encoders, user models, agents and renderers. The only home of torch."""
