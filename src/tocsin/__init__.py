"""tocsin: early warning that ends in action, for regional security organisations."""

__version__ = "0.1.0"
