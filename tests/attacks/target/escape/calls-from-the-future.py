# title: tries every number of a call that is younger than the rules, and numbers that are none
# exercise: Exercise 1
# shows: younger calls: all absent | bad numbers: refused

# %% total
import ctypes
import errno

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
# fchmodat2, which does nothing and says that it did.
known = {452}
answers = set()
for number in range(451, 1024):
    if number not in known:
        zero = ctypes.c_long(0)
        result = libc.syscall(ctypes.c_long(number), zero, zero, zero, zero, zero, zero)
        answers.add("WON" if result >= 0 else errno.errorcode[ctypes.get_errno()])
print("younger calls:", "all absent" if answers == {"ENOSYS"} else answers)
codes = set()
for number in (340, 400, 423, 0x3FFFFFFF):
    result = libc.syscall(ctypes.c_long(number), 0, 0, 0)
    codes.add("WON" if result >= 0 else errno.errorcode[ctypes.get_errno()])
print("bad numbers:", "refused" if codes <= {"EPERM", "ENOSYS"} else codes)
