"""The service as a web server: an API for programs, and pages for people."""
