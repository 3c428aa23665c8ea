# title: reads accounts, passwords, names, logs and settings of the machine
# exercise: Exercise 1
# shows: passwd: refused | shadow: refused | others: refused

# %% total
import glob
import os

total = int(table["y"].sum())


def read(name, path):
    try:
        with open(path, "rb") as file:
            print("WON", name, file.read(300))
    except OSError:
        print(f"{name}: refused")


read("passwd", "/etc/passwd")
read("shadow", "/etc/shadow")
for path in (
    "/etc/hostname /etc/hosts /etc/resolv.conf /etc/group /etc/gshadow /etc/fstab /etc/sudoers /etc/machine-id "
    "/etc/environment /etc/nsswitch.conf /etc/ssh/sshd_config /etc/ssl/private /root/.bashrc /boot /var/log/dpkg.log /var/log/syslog "
    "/var/lib/dpkg/status /var/spool/cron /run/utmp /run/docker.sock /proc/version /proc/cmdline /proc/mounts /proc/modules "
    "/proc/kallsyms /proc/kcore /proc/keys /proc/net/tcp /proc/sysvipc/shm /proc/sys/kernel/hostname /proc/sys/kernel/random/boot_id "
    "/sys/kernel/security/lsm /sys/class/net /sys/kernel/notes /srv /opt /mnt /usr/share/doc /usr/bin/env /bin/sh /usr/sbin/nologin"
).split():
    read("others", path)
    try:
        print("WON listing", path, os.listdir(path))
    except OSError:
        pass
if os.path.isdir("/etc") and glob.glob("/etc/*") + glob.glob("/var/*") + glob.glob("/*"):
    print("WON a listing")
