"""The course on other people's machines: every way to serve it, and the settings that go with it."""
