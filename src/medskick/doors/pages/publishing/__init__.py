"""What stands between a draft and the public: what pictures need, what is due, who is told."""
