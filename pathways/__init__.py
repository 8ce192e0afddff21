"""Pathways: how each education in a town feeds its industry, from facts with sources."""
