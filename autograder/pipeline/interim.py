"""Interim: what other parts will have soon."""
from autograder import gradebook, results, helper_files

def capture(course, name):
    f = getattr(gradebook, "capture", None)
    return f(course, name) if f else 0

def read_back(course, name):
    f = getattr(gradebook, "read_back", None)
    return f(course, name) if f else {}

def projected(course, name):
    f = getattr(gradebook, "projected", None)
    return f(course, name) if f else {}

def read(*args):
    f = getattr(helper_files, "read", None)
    return f(*args) if f else ((), ())

def manual_cells(*args):
    return ()
