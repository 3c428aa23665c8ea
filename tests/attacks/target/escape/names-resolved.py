# title: asks for addresses of names, by the C library, by UDP and by TCP
# exercise: Exercise 1
# shows: by the library: 6 of 6 refused | by hand: PermissionError 4 | by address: PermissionError | by http: PermissionError

# %% total
import socket
import urllib.request

total = int(table["y"].sum())

count = 0
for name in ("example.org", "@LEFT@.example.org"):
    for ask in (socket.gethostbyname, lambda n: socket.getaddrinfo(n, 53), socket.gethostbyname_ex):
        try:
            print("WON", ask(name))
        except socket.gaierror:
            count += 1
print("by the library:", count, "of 6 refused")
refusals = []
for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        try:
            with socket.socket(family, kind) as line:
                line.settimeout(1)
                line.connect((address, 53))
                print("WON a name server", line.send(b"\0\1\1\0\0\1\0\0\0\0\0\0\7example\3org\0\0\1\0\1"))
        except OSError as error:
            refusals.append(type(error).__name__)
print("by hand:", *set(refusals), len(refusals))
# The grader listens here for whoever asks; the name is in the question.
try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.sendto(b"\0\1\1\0\0\1\0\0\0\0\0\0\7example\3org\0\0\1\0\1", ("127.0.0.1", int("@UDP@")))
    print("WON a question")
except OSError as error:
    print("by address:", type(error).__name__)
try:
    print("WON", urllib.request.urlopen("http://127.0.0.1:@TCP@/", timeout=1))
except urllib.error.URLError as error:
    print("by http:", type(error.reason).__name__)
