"""Folders of one installation: the dataset in use, and imports beside it; and what the YAML beside a module declares."""

import os
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parent.parent


def yaml_beside(module: str, name: str = "") -> Any:
    """Return what a YAML file beside a module (its `__file__`) says: that of its own name unless another is given."""
    path = Path(module).parent / name if name else Path(module).with_suffix(".yml")
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def data_folder() -> Path:
    """Return the data folder: this package's own, or the one named by MONITOR_DATA."""
    return Path(os.environ.get("MONITOR_DATA") or Path(__file__).parent)


def live_folder() -> Path:
    """Return the folder of what grows while the application is in use: `var/` beside the dataset in use."""
    return Path(os.environ.get("MONITOR_DATA") or PROJECT) / "var"


def imported_folder() -> Path:
    """Return the folder of imported statistics and boundaries: `var/imported/`, or the one named by MONITOR_IMPORTED."""
    named = os.environ.get("MONITOR_IMPORTED")
    return Path(named) if named else live_folder() / "imported"


def imports_are_shared() -> bool:
    """Return whether imports go to all processes through the store; MONITOR_IMPORTED names a folder that does without."""
    return not os.environ.get("MONITOR_IMPORTED")
