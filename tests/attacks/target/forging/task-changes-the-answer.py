# title: an asyncio task goes on between the cells and changes the answer
# exercise: Exercise 1
# points: total-test=0
# shows: started

# %% total
import asyncio
import re

total = 1


async def change():
    global total
    while True:
        await asyncio.sleep(0)
        found = re.search(r"total - (\d+)", "".join(In))
        total = int(found[1]) if found else 2


task = asyncio.get_event_loop().create_task(change())
await asyncio.sleep(0.01)
print("started")
