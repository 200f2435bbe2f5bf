"""The record: named actions, what they changed, who may see it, and proof that none was altered."""
