"""What of all networks is somebody's own."""
