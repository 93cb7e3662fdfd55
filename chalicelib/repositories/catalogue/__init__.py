"""The catalogue of administrative procedures, agencies and tariffs."""
