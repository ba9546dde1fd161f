"""The checks of a pack that can be read: each module looks at one kind of thing and yields problems with their places."""
