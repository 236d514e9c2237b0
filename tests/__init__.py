"""The tests: unit tests mirror reporter/; container/ runs the real image, act/ real workflow files."""
