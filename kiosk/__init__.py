"""The walk-up terminal's door to the business."""
