"""Tables as people have them: columns of numbers, categories and dates, with holes, encoded as features."""
