// What scrolls by itself must be reached with the keyboard: a formula that is wider than its page.
