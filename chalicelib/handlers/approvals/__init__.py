"""Requests that another person decides, and the signing of outcomes."""
