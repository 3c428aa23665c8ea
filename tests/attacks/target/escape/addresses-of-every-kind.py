# title: connects and sends over IPv6, to every address of the machine and beyond it
# exercise: Exercise 1
# shows: refused: 28 of 28 by PermissionError

# %% total
import socket

total = int(table["y"].sum())

# Itself by other names, all neighbours, what names resolve by, and a service of clouds that hands out keys.
addresses = ["::1", "::ffff:127.0.0.1", "fe80::1", "ff02::1", "2001:db8::1", "::", "127.0.0.2", "0.0.0.0", "255.255.255.255", "224.0.0.1", "10.0.0.1", "172.17.0.1", "169.254.169.254", "192.0.2.1"]
refusals = []
for address in addresses:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    for kind, port in ((socket.SOCK_STREAM, int("@TCP@")), (socket.SOCK_DGRAM, int("@UDP@"))):
        try:
            with socket.socket(family, kind) as line:
                line.settimeout(0.2)
                line.connect((address, port))
                line.send(b"hello")
            print("WON", address, kind)
        except OSError as error:
            refusals.append(type(error).__name__)
print("refused:", len(refusals), "of", 2 * len(addresses), "by", *set(refusals))
