"""Fits the models of matching from survey data: run by `make train`, imported by no service."""
