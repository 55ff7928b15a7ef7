"""Statistical disclosure control: suppression, audit and certificate."""
