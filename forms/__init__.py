"""The questionnaires: what they hold, how they are read from files, and how they are shown."""
