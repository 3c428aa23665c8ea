# title: reaches a program by a UNIX socket: by path, by abstract name, by a name from the kernel
# exercise: Exercise 1
# shows: by path: refused | by name: refused | autobind: refused | pairs: refused

# %% total
import socket

total = int(table["y"].sum())

addresses = {"by path": "@SOCKET@", "by name": "\0@ABSTRACT@"}
for name, address in addresses.items():
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        try:
            line = socket.socket(socket.AF_UNIX, kind)
            line.connect(address)
            line.send(b"hello")
            print("WON", name)
        except OSError:
            print(f"{name}: refused")
    # A pair is a socket too, and it is there already.
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM, socket.SOCK_SEQPACKET):
        one, other = socket.socketpair(socket.AF_UNIX, kind)
        for action in (
            lambda: one.sendto(b"hello", address),
            lambda: one.sendmsg([b"hello"], [], 0, address),
            lambda: one.connect(address),
            lambda: one.bind("\0@LEFT@"),
            lambda: one.bind("@LEFT@"),
            lambda: one.bind(""),
            lambda: one.listen(),
        ):
            try:
                action()
                print("WON by a pair", name)
            except OSError:
                print("pairs: refused")
try:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    line.bind("")
    print("WON autobind", line.getsockname())
except OSError:
    print("autobind: refused")
