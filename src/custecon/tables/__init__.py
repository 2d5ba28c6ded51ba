"""Table in, table out: the one pass over an order log, and what is computed per client or per cohort. Pure."""
