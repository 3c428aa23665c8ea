# title: answers with frames whose text is no JSON: cut off, not UTF-8, with NaN, nested a hundred thousand deep
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# peers: no

# %% total
import struct

from autograder.answers.shelf import Shelf

texts = {
    "total": '{"seq":%d,"ok":[1',
    "kinds": '{"seq":%d,"ok":"\udcff"}',
    "model": '{"seq":%d,"ok":NaN}',
    "summary": '{"seq":%d,"ok":' + "[" * 100_000 + "]" * 100_000 + "}",
}
genuine = Shelf._serve


def serve(shelf, frame):
    asked = frame.tree
    if asked["op"] == "fetch" and asked["name"] in texts:
        text = (texts[asked["name"]] % asked["seq"]).encode(errors="surrogateescape")
        shelf._channel.sendall(struct.pack("<II", len(text), 0) + text)
    else:
        genuine(shelf, frame)


Shelf._serve = serve
