"""Groups of things that are linked, directly or through others."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)


def linked_groups(items: Iterable[Item], links: Iterable[tuple[Item, Item]]) -> list[list[Item]]:
    """The items in groups: two items share a group if a chain of links joins them.

    Args:
        items: all items, each once.
        links: pairs of items.

    Returns:
        Groups in the order of their first items; in a group the items keep their order. An item
        without a link is a group of its own.

    Examples:
        >>> linked_groups("abcde", [("d", "a"), ("e", "d")])
        [['a', 'd', 'e'], ['b'], ['c']]
    """
    parent = {item: item for item in items}

    def root(item: Item) -> Item:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for one, other in links:
        parent[root(one)] = root(other)
    groups: dict[Item, list[Item]] = {}
    for item in parent:
        groups.setdefault(root(item), []).append(item)
    return list(groups.values())
