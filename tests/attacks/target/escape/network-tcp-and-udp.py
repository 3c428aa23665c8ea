# title: connects by TCP and sends by UDP to a program that listens on this machine
# exercise: Exercise 1
# shows: tcp: PermissionError | udp: PermissionError

# %% total
import socket

total = int(table["y"].sum())

try:
    socket.create_connection(("127.0.0.1", int("@TCP@")), timeout=1)
    print("WON tcp")
except OSError as error:
    print("tcp:", type(error).__name__)
try:
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.sendto(b"hello", ("127.0.0.1", int("@UDP@")))
    print("WON udp")
except OSError as error:
    print("udp:", type(error).__name__)
