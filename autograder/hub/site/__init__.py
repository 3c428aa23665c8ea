"""A real JupyterHub on loopback, with the service and a few users, in one folder.

For `make hub-demo` and the tests. Never for a class: all users' servers run as one user of the
machine. Comes in: a folder, users and their roles, a course. Goes out: a hub that answers, until it
is stopped; then no process of it is left.
"""

from autograder.hub.site.layout import Layout
from autograder.hub.site.running import Server, Site

__all__ = ["Layout", "Server", "Site"]
