# title: tries from threads, signal handlers and exit handlers what the main thread may not do
# exercise: Exercise 1
# shows: thread: refused | handler: refused | native thread: refused

# %% total
import atexit
import ctypes
import signal
import socket
import threading

total = int(table["y"].sum())


def attempt(name):
    for action in (
        lambda: open("@CLASSMATE@").read(),
        lambda: open("/etc/passwd").read(),
        lambda: socket.create_connection(("127.0.0.1", int("@TCP@")), 1),
        lambda: open("/tmp/@LEFT@", "x"),
    ):
        try:
            print("WON", name, action())
        except OSError:
            print(f"{name}: refused")


thread = threading.Thread(target=attempt, args=["thread"])
thread.start()
thread.join()
signal.signal(signal.SIGUSR1, lambda *_: attempt("handler"))
signal.raise_signal(signal.SIGUSR1)
atexit.register(attempt, "exit")
# A thread that Python did not make.
libc = ctypes.CDLL(None)
number = ctypes.c_ulong()
start = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)(lambda _: attempt("native thread"))
if libc.pthread_create(ctypes.byref(number), None, start, None) == 0:
    libc.pthread_join(number, None)
