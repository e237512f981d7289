"""Being ready: a short round about the conditions for success, talked about and followed by a step."""
