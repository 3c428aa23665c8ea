# title: reads accounts, passwords, names, logs and settings of the machine
# exercise: Exercise 1
# shows: own file: read | passwd: refused | shadow: refused | others: 40 of 40 refused | listings: nothing

# %% total
import errno
import glob
import os

total = int(table["y"].sum())


def refused(path, action):
    try:
        print("WON", path, action())
    except OSError as error:
        # Closed where it can be seen, and otherwise not there at all.
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) or not os.path.lexists(path):
            return True
        print(path, error)
    return False


def read(path):
    with open(path, "rb") as file:
        return file.read(300)


print("own file:", "read" if read("numbers.csv") and os.listdir(".") and glob.glob("*.csv") else "not read")
for path in ("/etc/passwd", "/etc/shadow"):
    if refused(path, lambda: read(path)):
        print(f"{os.path.basename(path)}: refused")
paths = (
    "/etc/hostname /etc/hosts /etc/resolv.conf /etc/group /etc/gshadow /etc/fstab /etc/sudoers /etc/machine-id "
    "/etc/environment /etc/nsswitch.conf /etc/ssh/sshd_config /etc/ssl/private /root/.bashrc /boot /var/log/dpkg.log /var/log/syslog "
    "/var/lib/dpkg/status /var/spool/cron /run/utmp /run/docker.sock /proc/version /proc/cmdline /proc/mounts /proc/modules "
    "/proc/kallsyms /proc/kcore /proc/keys /proc/net/tcp /proc/sysvipc/shm /proc/sys/kernel/hostname /proc/sys/kernel/random/boot_id "
    "/sys/kernel/security/lsm /sys/class/net /sys/kernel/notes /srv /mnt /usr/share/doc /usr/bin/env /bin/sh /usr/sbin/nologin"
).split()


def listed(path):
    names = os.listdir(path)
    if not names:
        raise PermissionError(errno.EACCES, "an empty folder in the place of the real one")
    return names


def listed_or_read(path):
    return listed(path) if os.path.isdir(path) else read(path)


count = sum(refused(path, lambda: listed_or_read(path)) for path in paths)
print(f"others: {count} of {len(paths)} refused")
found = glob.glob("/etc/*") + glob.glob("/var/*") + glob.glob("/*")
print("listings:", f"WON {found}" if found else "nothing")
