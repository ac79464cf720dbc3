"""Placeholder."""

from flask import Blueprint

bp = Blueprint("today", __name__)
