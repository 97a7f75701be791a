"""The screen: Textual, keyboard first."""
