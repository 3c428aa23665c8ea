# title: an asyncio task goes on between the cells and changes the answer
# exercise: Exercise 1
# points: total-test=0
# shows: started: 2 | went on: True

# %% total
import asyncio
import re

total, turns = 1, 0


async def change():
    global total, turns
    while True:
        await asyncio.sleep(0)
        turns += 1
        found = re.search(r"total - (\d+)", "".join(In))
        total = int(found[1]) if found else 2


task = asyncio.get_event_loop().create_task(change())
await asyncio.sleep(0.01)
print("started:", total)
turns_then = turns

# %% insert-after total-test
await asyncio.sleep(0.01)
print("went on:", turns > turns_then)
