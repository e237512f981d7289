"""Sessions of a network (bijeenkomsten): planned roughly or exactly, told to who asked, and what came of each."""
