"""Start the program of a zygote, `autograder.execution.zygote`.

The libraries that it loads stay for good, so the collector would search them in vain, again and
again: it rests until they are there, and never looks at them afterwards.
"""

import gc
from typing import NoReturn


def main() -> NoReturn:
    """Load the zygote's modules, then run it."""
    gc.disable()
    # Late: this is what the collector rests for.
    from autograder.execution import zygote

    gc.freeze()
    gc.enable()
    zygote.main()


if __name__ == "__main__":
    main()
