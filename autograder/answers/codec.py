"""Plain values to frames and back: the names that other folders import."""

from autograder.answers.contract import NotSendable
from autograder.answers.decoder import Decoder, Resolve, decode
from autograder.answers.encoder import Encoder, Refer, encode

__all__ = ["Decoder", "Encoder", "NotSendable", "Refer", "Resolve", "decode", "encode"]
