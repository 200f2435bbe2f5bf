"""The council: from warnings to undertakings, for a secretariat and its delegations."""
