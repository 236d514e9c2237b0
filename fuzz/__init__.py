"""Looks for inputs that break the readers, guided by coverage; an optional tool that runs until it is stopped."""
