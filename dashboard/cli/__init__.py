"""The command line. Loads Textual, and a plugin's commands, only where they are needed."""
