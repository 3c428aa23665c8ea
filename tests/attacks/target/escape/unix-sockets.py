# title: reaches a program by a UNIX socket: by path, by abstract name, by a name from the kernel
# exercise: Exercise 1
# shows: sockets: 15 of 15 refused, EACCES | pairs: 75 calls, EPERM

# %% total
import errno
import socket

total = int(table["y"].sum())


def refusal(action):
    try:
        action()
        print("WON by a socket")
    except OSError as error:
        return errno.errorcode[error.errno]


new, codes = [], []
for address in ("@SOCKET@", "\0@ABSTRACT@", "\0@LEFT@", "@LEFT@", ""):
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM, socket.SOCK_SEQPACKET):
        new.append(refusal(lambda: socket.socket(socket.AF_UNIX, kind)))
        # A pair is a socket too, and it is there already.
        one, other = socket.socketpair(socket.AF_UNIX, kind)
        codes += [refusal(lambda: one.connect(address)), refusal(lambda: one.bind(address)), refusal(lambda: one.listen())]
        codes += [refusal(lambda: one.sendto(b"hello", address)), refusal(lambda: one.sendmsg([b"hello"], [], 0, address))]
        one.send(b"mine")
        assert other.recv(9) == b"mine"
print("sockets:", new.count("EACCES") + new.count("EPERM"), "of 15 refused,", *sorted(set(new)))
print("pairs:", len(codes), "calls,", *sorted(set(codes)))
