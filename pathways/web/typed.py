"""What people type, read: words without what no page could show, whole numbers and days; None for what is none."""

from __future__ import annotations

from datetime import date


def cleaned(typed: str) -> str:
    """Give what was typed without control characters and the space around it; lines stay lines."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign.isprintable() or sign == "\n").strip()


def whole(typed: str, low: int, high: int) -> int | None:
    """Read a whole number between these bounds; None for everything else that can be typed."""
    digits = typed.isascii() and typed.isdigit() and len(typed) <= len(str(high))
    return int(typed) if digits and low <= int(typed) <= high else None


def day_typed(typed: str) -> date | None:
    """Read a day as browsers send it, 2027-01-15; None for everything else."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
