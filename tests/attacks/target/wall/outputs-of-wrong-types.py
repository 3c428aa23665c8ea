# title: sends the supervisor outputs of wrong types, hostile MIME types, deep and wide, and words that are none
# exercise: Exercise 1
# shows: words sent
# peers: no

# %% total
from autograder.answers.frames import Frame, send

total = int(table["y"].sum())
channel = get_ipython().sink.emit._channel

deep = "x"
for _ in range(400):
    deep = [deep]
MIMES = ["", "\ud800", "a\0b", "text/html; <script>", "../../x", "x" * 3000, "image/svg+xml"]
outputs = [
    *(None, 1, "x", [], {}, {"output_type": 7}, {"output_type": ["stream"]}, {"output_type": "x"}),
    {"output_type": "stream", "name": {}, "text": ["a", 1]},
    {"output_type": "stream", "name": "__class__", "text": "\ud800\0\x1b[2J"},
    {"output_type": "error", "ename": 1, "evalue": {}, "traceback": [1, None, deep]},
    {"output_type": "error", "traceback": "x" * 1000},
    {"output_type": "execute_result", "data": 1, "metadata": 2, "execution_count": -1},
    {"output_type": "execute_result", "data": {}, "execution_count": 10**400},
    {"output_type": "display_data", "data": dict.fromkeys(MIMES, "<b>"), "metadata": {"a": deep}},
    {"output_type": "display_data", "data": {"application/json": deep}, "display_id": {}},
    {"output_type": "display_data", "data": {"a/b": 1e308, "application/x+json": 10**400}},
    {"output_type": "display_data", "data": {"text/plain": "x"}, "update": ["x"]},
    *({"clear": each} for each in (None, "x", [], 2)),
]
words = [
    *({"output": output} for output in outputs),
    *({}, {"output": None, "pid": 1}, {"ready": True}, {"refused": "x"}, {"died": "x"}),
    {"verdict": "passed", "message": "", "note": "", "partial": 1e9, "student_gone": False},
    {"report": {"failed": 0}}, {"code": 0, "cpu_seconds": 0.0, "peak_memory_bytes": 0},
]
for word in words:
    send(channel, Frame(word))
print("words sent")
