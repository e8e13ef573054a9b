"""What keeps a stranger's file from everything that is not its own: a property of how its process is started."""
