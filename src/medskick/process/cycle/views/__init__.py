"""Pages of the cycle: the public timeline; phases, milestones and budget in the workspace."""
