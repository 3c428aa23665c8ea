"""Compile masters into what students get, and prove that nothing secret went along."""
