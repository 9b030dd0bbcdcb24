"""The portal: the client that reads it, the feeds that say what is read, and a simulator to read from."""
