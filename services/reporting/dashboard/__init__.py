"""The policymaker's page: the public reports as one HTML page, Thai first, without JavaScript."""
