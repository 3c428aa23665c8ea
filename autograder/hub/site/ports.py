"""Free ports on loopback that two sites, started at once, do not both get."""

import socket

from autograder.hub.site.layout import Ports

LOOPBACK = "127.0.0.1"


def free_ports() -> Ports:
    """Return ports on which nothing listens."""
    return Ports(free_port(), free_port(), free_port(), free_port())


def free_port() -> int:
    """Return a port on which nothing listens, and which the kernel gives nobody for a minute.

    A connection that was closed here first stays behind in the state TIME_WAIT. While it does, the
    kernel does not choose the port by itself for anybody else; a server that asks for this very
    port, with SO_REUSEADDR as servers do, gets it.
    """
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((LOOPBACK, 0))
        server.listen(1)
        port: int = server.getsockname()[1]
        with socket.create_connection((LOOPBACK, port)) as client:
            accepted, _address = server.accept()
            # The side that closes first is the one that waits.
            accepted.close()
            client.recv(1)
    return port
