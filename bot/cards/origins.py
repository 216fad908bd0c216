"""Where knowledge comes from: the firm's inside, and the outside constituents (M7)."""

from __future__ import annotations

from enum import StrEnum


class Origin(StrEnum):
    """Whose knowledge a card holds: customers and suppliers hold tacit knowledge, too."""

    INSIDE = "inside"
    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    PARTNER = "partner"
    PUBLIC = "public"
