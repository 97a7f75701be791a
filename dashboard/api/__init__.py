"""All that a plugin's pure part may import."""
