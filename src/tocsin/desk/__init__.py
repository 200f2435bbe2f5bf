"""From signals to warnings: a plain library over tables, without web or database."""
