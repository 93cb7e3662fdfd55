"""Bodies and views of what people say about how they were served."""
