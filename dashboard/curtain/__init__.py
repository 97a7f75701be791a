"""What is sealed until it is due, and the rules for what opens when."""
