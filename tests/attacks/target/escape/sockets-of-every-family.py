# title: opens raw, packet, netlink, vsock, crypto, Bluetooth and other sockets
# exercise: Exercise 1
# shows: families: 46 refused, 0 opened

# %% total
import errno
import socket

total = int(table["y"].sum())

opened, refused = [], 0
for family in range(46):
    codes = set()
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET, socket.SOCK_RDM):
        for protocol in (0, socket.IPPROTO_ICMP, 15):
            try:
                socket.socket(family, kind, protocol).close()
                opened.append((family, kind, protocol))
            except OSError as error:
                codes.add(error.errno)
    # The answer of a rule, not that of a kernel without such a family.
    refused += codes == {errno.EACCES}
print(f"families: {refused} refused, {len(opened)} opened")
for each in opened:
    print("WON", each)
