"""Who may ask, for whom, and how often: looked at before a request is answered."""
