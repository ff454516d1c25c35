"""Pages: subscriptions for visitors, the outbox for staff."""
