"""A stand-in for the kernel that behaves as the claim's id says: it proves, hangs, dies, or raises."""

import os
import signal

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.verdict import Proved

PROVED = Proved(Certificate("by name"))


def decide(claim: Claim):
    """Behaves as the claim's id says."""
    match claim.id:
        case "loop":
            while True:
                pass
        case "loop in C":
            return sum(range(10**15))
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "aborted":
            os.kill(os.getpid(), signal.SIGABRT)
        case "ended":
            os._exit(3)
        case "fat":
            return len(bytearray(64 << 30))
        case "greedy":
            kept = []
            while True:
                kept.append(bytearray(1 << 20))
        case "raises":
            raise ZeroDivisionError("by hand")
        case "deep":
            return decide_deeply(claim, 0)
        case "no verdict that can be sent":
            return lambda: None
    return PROVED


def decide_deeply(claim: Claim, level: int):
    return decide_deeply(claim, level + 1)


def hang(query):
    """A search that never ends."""
    while True:
        pass


def fail(query):
    """A search that breaks down."""
    raise ZeroDivisionError("by hand")


def die(query):
    """A search that takes its process with it."""
    os.kill(os.getpid(), signal.SIGKILL)
