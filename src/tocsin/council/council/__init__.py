"""The council at work: sessions, positions, decisions, minutes, undertakings, offers."""
