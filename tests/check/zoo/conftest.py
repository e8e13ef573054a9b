"""The solutions are data: pytest collects none of them."""

collect_ignore_glob = ["base*.py", "harmless/*", "held_out*/*", "right/*", "two/*", "wrong/*"]
