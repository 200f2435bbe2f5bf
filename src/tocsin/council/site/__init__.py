"""The web site: layout, forms, notices, the interface for programs, and the server."""
