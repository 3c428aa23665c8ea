# title: loads programs into the kernel, counts its events, takes over page faults, loads modules
# exercise: Exercise 1
# peers: no
# shows: calls: 17 of 17 are EPERM

# %% total
import ctypes
import errno

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
codes = []
buffer = ctypes.create_string_buffer(4096)


def call(name, number, *arguments):
    if libc.syscall(number, *arguments) >= 0:
        print("WON", name)
    codes.append(errno.errorcode[ctypes.get_errno()])
    if codes[-1] != "EPERM":
        print(name, codes[-1])


call("bpf", 321, 0, buffer, 72)
call("bpf", 321, 5, buffer, 72)
call("perf_event_open", 298, buffer, 0, -1, -1, 0)
call("userfaultfd", 323, 1)
call("userfaultfd", 323, 0)
call("init_module", 175, buffer, 1, b"")
call("finit_module", 313, 0, b"", 0)
call("delete_module", 176, b"@LEFT@", 2048)
call("kexec_load", 246, 0, 0, None, 0)
call("modify_ldt", 154, 0, buffer, 4096)
call("iopl", 172, 3)
call("ioperm", 173, 0, 1, 1)
call("mincore", 27, None, 0, None)
call("process_madvise", 440, 0, None, 0, 0, 0)
call("memfd_secret", 447, 0)
call("vmsplice", 278, 1, buffer, 0, 0)
call("splice", 275, 0, None, 1, None, 1, 0)
print("calls:", codes.count("EPERM"), "of", len(codes), "are EPERM")
