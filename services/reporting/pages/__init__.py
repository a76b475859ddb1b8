"""The policymaker's pages: published figures as HTML, Thai first, without JavaScript."""
