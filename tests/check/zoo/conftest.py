"""The solutions are data: pytest collects none of them."""

collect_ignore_glob = ["base.py", "held_out/*", "right/*", "two/*", "wrong/*"]
