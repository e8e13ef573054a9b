"""From a solution and an assignment to what students get."""
