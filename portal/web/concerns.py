"""Placeholder."""

from flask import Blueprint

bp = Blueprint("concerns", __name__)
