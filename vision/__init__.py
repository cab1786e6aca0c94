"""Seeing faces and reading documents: knows pictures, and no business."""
