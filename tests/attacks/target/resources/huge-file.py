# title: one huge file: written, with a hole, by truncate and by fallocate
# exercise: Exercise 1
# shows: written: File too large | hole: File too large | truncate: File too large | fallocate: File too large | memory map: File too large
# peers: no

# %% total
import os

total = int(table["y"].sum())


def write(line):
    while True:
        os.write(line, bytes(2**20))


def hole(line):
    os.pwrite(line, b"x", 2**40)


attacks = {
    "written": write,
    "hole": hole,
    "truncate": lambda line: os.ftruncate(line, 2**40),
    "fallocate": lambda line: os.posix_fallocate(line, 0, 2**33),
    "memory map": lambda line: np.memmap(f"/proc/self/fd/{line}", mode="w+", shape=(2**30,)),
}
for name, attack in attacks.items():
    line = os.open("large", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    try:
        print("WON", name, attack(line))
    except OSError as error:
        print(f"{name}:", error.strerror)
    os.close(line)
    os.remove("large")
