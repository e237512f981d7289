"""Looking back on a session: three short questions to who was there, private, and counted only when nobody is seen."""
