"""Tests of the parsers, one module per format."""
