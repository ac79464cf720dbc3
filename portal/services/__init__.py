"""What the portal does: verbs. Each is one unit of work and commits once."""
