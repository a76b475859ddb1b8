"""Notices to providers: webhooks that are told when a batch ended or a record's coding changed."""
