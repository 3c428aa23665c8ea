"""An auto-graded assignment package for Jupyter courses."""

__all__ = ["__version__"]

__version__ = "0.1.0"
