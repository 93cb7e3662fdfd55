"""Steps of matters that follow changes of units."""
