"""Adapters, each built once per process and only when it is used."""
