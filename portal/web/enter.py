"""Placeholder."""

from flask import Blueprint

bp = Blueprint("enter", __name__)
