# title: fills every folder that lies in memory or is open to all
# exercise: Exercise 1
# shows: /tmp: PermissionError | /dev/shm: PermissionError | open: none of 8
# peers: no

# %% total
total = int(table["y"].sum())
folders = ("/dev/shm", "/run", "/run/lock", "/tmp", "/var/tmp", "/dev/mqueue", "/run/user/0", "@TMP@")
won = 0
for folder in folders:
    try:
        with open(f"{folder}/@LEFT@", "wb") as file:
            file.write(bytes(2**20))
        print("WON", folder)
        won += 1
    except OSError as error:
        print(f"{folder}: {type(error).__name__}")
print("open:", won or "none", "of", len(folders))
