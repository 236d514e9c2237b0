"""Tests of reporter.paths."""
