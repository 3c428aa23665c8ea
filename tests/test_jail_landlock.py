import os
import struct
from pathlib import Path

import pytest

from autograder.jail import landlock
from autograder.jail.landlock import READ, SCRATCH, Rule, attributes, handled_files


@pytest.mark.parametrize(
    ("version", "rights"),
    # include/uapi/linux/landlock.h: 13 rights at first, REFER in 2, TRUNCATE in 3, IOCTL_DEV in 5.
    [(1, 0x1FFF), (2, 0x3FFF), (3, 0x7FFF), (4, 0x7FFF), (5, 0xFFFF), (6, 0xFFFF), (7, 0xFFFF)],
)
def test_every_file_right_of_a_version_is_handled(version: int, rights: int) -> None:
    assert handled_files(version) == rights


@pytest.mark.parametrize(
    ("version", "fields"),
    [(2, (0x3FFF,)), (3, (0x7FFF,)), (4, (0x7FFF, 3)), (6, (0xFFFF, 3, 3)), (7, (0xFFFF, 3, 3))],
)
def test_network_and_scopes_are_handled_as_soon_as_a_version_knows_them(
    version: int, fields: tuple[int, ...]
) -> None:
    assert attributes(version) == struct.pack(f"<{len(fields)}Q", *fields)


def test_no_rule_grants_execution_or_special_files() -> None:
    # Bits 0, 6, 9, 10, 11 and 15: execute; make devices, sockets and pipes; control devices.
    special = sum(1 << bit for bit in (0, 6, 9, 10, 11, 15))
    assert (READ | SCRATCH | landlock.DEVICE) & special == 0


def test_reading_grants_no_writing() -> None:
    assert READ == (1 << 2) | (1 << 3)


def test_the_kernel_accepts_rules_on_files_folders_and_nothing(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    rules = [Rule(str(tmp_path), SCRATCH), Rule(str(file), SCRATCH), Rule("/no/such/path", READ)]
    for version in {1, 2, 3, landlock.abi()}:
        descriptor = landlock.ruleset(rules, version)
        assert not os.get_inheritable(descriptor)
        os.close(descriptor)


def test_this_machine_has_landlock() -> None:
    assert landlock.abi() >= 1
