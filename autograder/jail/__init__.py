"""Confine a process by what the kernel enforces.

Theory of operation. A zygote calls ``entry.prepare`` once and forks. Each fork calls
``entry.enter``, which returns only inside the jail. Three mechanisms overlap, so that a gap in
one is closed by another:

- *Landlock* decides which files can be reached: a scratch folder to write in, the interpreter and
  a few named files to read, and nothing else.
- *seccomp* decides which calls can be made: threads but no processes, pipes but no network, files
  but no devices, signals to nobody but oneself. It also closes what older Landlock versions lack.
- *Limits* bound processor time, memory, files and threads. What no limit of the kernel's can
  bound, ``watch`` measures, and the supervisor kills. Where this program may make *control
  groups*, one bounds the memory and tasks of each student process as a whole.

Where the machine allows it, *namespaces* come on top: a process table, a network and mounts of
the fork's own, with memory-backed scratch that is bounded and vanishes with the process. They
never stand alone, for they leave reading, executing and sockets by path open.
"""
