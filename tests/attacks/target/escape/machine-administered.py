# title: calls that are an administrator's: clock, name, quota, swap, accounting, log, restart
# exercise: Exercise 1
# peers: no
# shows: calls: 26 of 26 are EPERM

# %% total
import ctypes
import errno

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(256)
# Arguments that do no harm where the right is there: a bad magic number, a file that is none.
calls = {
    "reboot": (169, 0, 0, 0, None),
    "swapon": (167, b"@LEFT@", 0),
    "swapoff": (168, b"@LEFT@"),
    "acct": (163, b"@LEFT@"),
    "syslog": (103, 3, buffer, 200),
    "quotactl": (179, 0x80000700, None, 0, buffer),
    "quotactl_fd": (443, 0, 0x80000700, 0, buffer),
    "sethostname": (170, buffer, 0),
    "setdomainname": (171, buffer, 0),
    "settimeofday": (164, None, buffer),
    "clock_settime": (227, 99, buffer),
    "clock_adjtime": (305, 0, buffer),
    "adjtimex": (159, buffer),
    "vhangup": (153,),
    "nfsservctl": (180, 0, None, None),
    "ioprio_set": (251, 1, 1, 0),
    "migrate_pages": (256, 1, 0, None, None),
    "mbind": (237, None, 0, 0, None, 0, 0),
    "set_mempolicy": (238, 0, None, 0),
    "mlock": (149, buffer, 1),
    "mlockall": (151, 1),
    "setrlimit": (160, 4, buffer),
    "sched_setattr": (314, 0, buffer, 0),
    "sched_setscheduler": (144, 0, 0, buffer),
    "uselib": (134, b"@LEFT@"),
    "ustat": (136, 0, buffer),
}
count = 0
for name, (number, *arguments) in calls.items():
    if libc.syscall(number, *arguments) >= 0:
        print("WON", name)
    elif ctypes.get_errno() == errno.EPERM:
        count += 1
    else:
        print(name, errno.errorcode[ctypes.get_errno()])
print(f"calls: {count} of {len(calls)} are EPERM")
