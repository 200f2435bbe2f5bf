"""The ground floor: places, months, vectors, organisations, markings and errors."""
