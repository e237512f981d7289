"""Networks: what each is for, who coordinates it, and how one joins."""
