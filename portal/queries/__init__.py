"""What the portal knows: nouns. They change nothing and return frozen dataclasses or models."""
