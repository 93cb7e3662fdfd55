"""Requests that change rights: their checks, and what a grant does."""
