"""Updating while the release before goes on: what a migration may do meanwhile, and after."""
