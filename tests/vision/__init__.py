"""Tests of the eyes: pictures of strangers, documents."""
