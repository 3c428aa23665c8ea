"""How large an answer may be: the encoder refuses to send more, the decoder to build more."""

# Values, and what stands for the cost of building them: one pandas column costs fifty.
MOST_NODES = 500_000
MOST_DEPTH = 60
# Nested through values that are referred to again, where a tree is not deep at all. To free ten
# thousand arrays, each within the next, takes more stack than a process has.
MOST_NESTED = 1000

TEXT_CHARACTERS = 4 * 1024 * 1024
# What a table or one of its columns costs, some fifty microseconds, and what a handle costs.
COLUMN_NODES = 50
HANDLE_NODES = 10
# What an estimator costs, beside its parts.
ESTIMATOR_NODES = 50

# Names, tags, words of a message.
NAME_CHARACTERS = 300
MESSAGE_CHARACTERS = 10_000
PRINTED_CHARACTERS = 100_000

# Two of these have their common divisor found in a moment.
FRACTION_BITS = 1 << 16
# A million bits: far beyond factorial(10000), and still quick to compute with.
INTEGER_DIGITS = 1 << 18

MOST_DIMENSIONS = 8
# An empty array of a huge shape costs its reader time, though it takes no bytes.
DIMENSION_LENGTH = 1 << 26

# How many members of one set, or keys of one dict, may share a hash: more make it quadratic.
SHARED_HASHES = 64
# Integers are hashed as they are by pandas, so that many can be made to collide.
NUMERIC_CATEGORIES = 10_000
