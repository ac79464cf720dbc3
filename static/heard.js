/* Tiny helps for browsers with scripts; every page works without. */
