"""What a check has found, as values without a language, and the report on it in English and Korean."""
