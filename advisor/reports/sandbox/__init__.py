"""What strangers made, worked on in a process of its own with limits of time and memory."""
