"""Brings stacks to AWS or to the local cloud: clients, deployments, the edge, and a first deployment."""
