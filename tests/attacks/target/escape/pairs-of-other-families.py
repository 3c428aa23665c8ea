# title: makes socket pairs of other families, and passes descriptors and credentials over pairs
# exercise: Exercise 1
# shows: inet pair: refused | descriptors: refused | credentials: refused

# %% total
import array
import os
import socket
import struct

total = int(table["y"].sum())

for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, 30, 40):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        try:
            socket.socketpair(family, kind)
            print("WON a pair of family", family)
        except OSError:
            print("inet pair: refused")
one, other = socket.socketpair()
handed = array.array("i", [0, 1])
for name, kind, data in (
    ("descriptors", socket.SCM_RIGHTS, handed.tobytes()),
    ("credentials", socket.SCM_CREDENTIALS, struct.pack("3i", 1, 0, 0)),
):
    try:
        one.sendmsg([b"x"], [(socket.SOL_SOCKET, kind, data)])
        print("WON", name, other.recvmsg(10, 100))
    except OSError:
        print(f"{name}: refused")
# To whoever listens at the far ends of this process's own lines.
for number in range(3, 32):
    try:
        line = socket.socket(fileno=os.dup(number))
    except OSError:
        continue
    try:
        line.sendmsg([b""], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, handed.tobytes())])
        print("WON descriptors to", number)
    except OSError:
        print("descriptors: refused")
    try:
        print("WON", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    except OSError:
        print("credentials: refused")
    line.detach()
