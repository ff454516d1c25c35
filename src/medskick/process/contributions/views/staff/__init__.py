"""The workspace's pages: the queue, decisions, notices from people, the approved rule, hand entry."""
