"""Addresses as pages write them."""

from django import template

from articles import full_address as addresses

register = template.Library()


@register.filter
def full_address(path: str) -> str:
    """With the paper's own name before the path."""
    return addresses.full_address(path)
