"""Systems of others, as they behave towards us: a payment gateway and the national portal."""
