# title: asks for addresses of names, by the C library, by UDP and by TCP
# exercise: Exercise 1
# shows: by the library: refused | by hand: PermissionError

# %% total
import socket
import urllib.request

total = int(table["y"].sum())

for name in ("example.org", "@LEFT@.example.org"):
    for ask in (socket.gethostbyname, lambda n: socket.getaddrinfo(n, 53), socket.gethostbyname_ex):
        try:
            print("WON", ask(name))
        except OSError:
            print("by the library: refused")
for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
    try:
        with socket.socket(socket.AF_INET, kind) as line:
            line.settimeout(1)
            line.connect(("127.0.0.1", 53))
        print("WON a name server")
    except OSError as error:
        print("by hand:", type(error).__name__)
try:
    print("WON", urllib.request.urlopen("http://127.0.0.1:@TCP@/", timeout=1))
except OSError:
    print("by hand: PermissionError")
