"""Outside sources: each module reads one publisher's files into the signal table."""
